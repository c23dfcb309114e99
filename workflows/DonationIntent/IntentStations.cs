using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.DonationIntent.IntentFacts, Boai.Workflows.DonationIntent.IntentFact>;

namespace Boai.Workflows.DonationIntent;

/// <summary>What entering a state starts. What is registered or withdrawn is told to the national register in time; nothing else is due.</summary>
public static class IntentStations
{
    /// <summary>Kind of the task to tell the national register.</summary>
    public const string ExportTask = "national-export";

    /// <summary>Enters a state.</summary>
    /// <param name="version">Sequence number of the event that enters.</param>
    internal static HeadChange.Entered Enter(IntentState state, CaseHead head, int version, Deciding deciding)
    {
        if (KeepUntil(state, deciding) is { } keepUntil)
        {
            return new(state.ToString(), null, Export(state, version, deciding), state.IsTerminal(), keepUntil);
        }

        return state switch
        {
            IntentState.Registering => WithClock(PolicyKeys.IntentCheckWd, "check-form", Roles.DistrictOfficer, head.Owner),
            IntentState.LegalReview => WithClock(PolicyKeys.IntentLegalReviewWd, "legal-review", Roles.CityHead, UnitCode.City),
            _ => new(state.ToString(), null, Export(state, version, deciding)),
        };

        HeadChange.Entered WithClock(string key, string kind, string role, UnitCode unit)
        {
            StateClock clock = Clock(key, deciding);
            return new(state.ToString(), clock, [new CaseTask($"{kind}-{version}", kind, [role], unit, AssignedTo: null, clock)]);
        }
    }

    /// <summary>The change that enters a state.</summary>
    internal static HeadChange.Entered Entering(this Ledger ledger, IntentState state) => Enter(state, ledger.Head, ledger.NextSeq, ledger.Deciding);

    // Evidence of what is over is kept for its years. A refusal and a bare withdrawal bar for life: nothing destroys them.
    private static DateOnly? KeepUntil(IntentState state, Deciding deciding) => state switch
    {
        IntentState.NotRegistered => deciding.Today.AddDays(deciding.Policy.For(PolicyKeys.RetentionIntentNotRegisteredDays).Days()),
        IntentState.Executed or IntentState.Lapsed or IntentState.Withdrawn or IntentState.RefusalLifted
            => deciding.Today.AddYears(deciding.Policy.For(PolicyKeys.RetentionIntentEvidenceYears).Years()),
        _ => null,
    };

    private static CaseTask[] Export(IntentState state, int version, Deciding deciding)
    {
        if (state.IsTerminal())
        {
            return [];
        }

        StateClock clock = Clock(PolicyKeys.IntentNationalExportHours, deciding);
        return [new CaseTask($"{ExportTask}-{version}", ExportTask, [Roles.CityOfficer, Roles.System], UnitCode.City, AssignedTo: null, clock)];
    }

    private static StateClock Clock(string key, Deciding deciding)
        => new(Deadline.Start(deciding.Policy.For(key).Period(), deciding.At, deciding.Calendar));
}
