using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.DonationOutcomes;

/// <summary>The outcomes' one function and one table.</summary>
internal static class OutcomeParts
{
    public const string Table = "donationoutcomes";

    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["ReadDonationOutcomes"] = AccessRule.Staff(Roles.CityHead, Roles.Executive, Roles.CityOfficer, Roles.Supervisor),
        },
        new StorageNames([Table], []),
        [],
        services => services.AddSingleton<OutcomeBook>().AddSingleton<IOutcomeBook>(provider => provider.GetRequiredService<OutcomeBook>()));
}
