using Boai.Functions.Access;
using Boai.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Donations;

/// <summary>What the programmes of bodies and corneas share.</summary>
internal static class DonationParts
{
    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal), new StorageNames([DonationIndex.TableName], []), [DonationErrors.Source],
        services => services.AddSingleton<DeathNotices>().AddSingleton<DonationIndex>());
}
