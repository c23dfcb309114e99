using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Storage;

namespace Boai.Functions;

/// <summary>The platform's own functions, tables and texts.</summary>
internal static class PlatformParts
{
    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
        },
        PlatformTables.All,
        [PlatformErrors.Source, InputErrors.Source, CaseErrors.Source],
        _ => { });
}
