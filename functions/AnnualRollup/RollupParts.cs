using Boai.Functions.Access;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.AnnualRollup;

/// <summary>GOV-05's functions, stores and texts.</summary>
internal static class RollupParts
{
    /// <summary>Heads and acts, one partition per period.</summary>
    public const string Table = "rollups";

    /// <summary>What figures are made of, and snapshots, named by their hash.</summary>
    public const string Container = "rollups";

    private static readonly string[] Districts = [Roles.DistrictOfficer, Roles.DistrictLead];
    private static readonly string[] Guards = [Roles.Audit, Roles.Supervisor];
    private static readonly string[] City = [Roles.CityOfficer, Roles.CityHead, Roles.Executive];

    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            // Districts see their own unit, which the functions look at: a rollup is no case.
            ["ReadAnnualRollup"] = AccessRule.Staff([.. City, .. Guards, .. Districts]),
            ["ReadMonthlyFlash"] = AccessRule.Staff([.. City, .. Guards, .. Districts]),
            ["ReadFiguresOverYears"] = AccessRule.Staff([.. City, .. Guards]),
            ["ReadFigureSources"] = AccessRule.Staff([Roles.CityOfficer, Roles.CityHead, Roles.Audit, .. Districts]),
            ["ReadReviewSample"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead, Roles.Audit),
            ["ReadRollupEvents"] = AccessRule.Staff([Roles.CityHead, .. Guards]),
            ["VerifyAnnualRollup"] = AccessRule.Staff([Roles.CityHead, .. Guards]),
            ["ReadPublicFigures"] = AccessRule.Public,

            ["ConfirmFigures"] = AccessRule.Staff(Roles.DistrictLead),
            ["ObjectToFigures"] = AccessRule.Staff(Roles.DistrictLead),
            ["RunRollupAgain"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead),
            ["RunFlashAgain"] = AccessRule.Staff(Roles.CityOfficer, Roles.CityHead),
            ["FreezeFigures"] = AccessRule.Staff(Roles.CityHead),
            ["AskFiguresCorrection"] = AccessRule.Staff(Roles.CityHead),
            ["DecideFiguresCorrection"] = AccessRule.Staff(Roles.Audit),
        },
        new StorageNames([Table], [Container]),
        [RollupErrors.Source],
        services => services.AddSingleton<RollupBook>().AddSingleton<RollupCounting>().AddSingleton<RollupNotices>().AddSingleton<RollupStart>()
            .AddSingleton<RollupViews>());
}
