using Boai.Workflows.Cases;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>What every act ends with: lost gates lead to a hold, endings and violations are put on record, and the state follows the facts.</summary>
internal static class OrganSettlement
{
    public static void Settle(Ledger ledger)
    {
        WitnessLaw law = ledger.Law();
        bool mayYetBegin = !ledger.Facts.HasBegun && !ledger.Head.StateOf().IsEnding() && ledger.Facts.ErasedAt is null;
        if (mayYetBegin)
        {
            GatesAndHolds(ledger, law);
            End(ledger, law);
        }

        OpenViolations(ledger);
        Move(ledger);
    }

    /// <summary>R03: at once, whatever the cause; what was ready is so no longer.</summary>
    public static void Hold(Ledger ledger, string causeCode)
    {
        if (ledger.Facts.Signals.LastOrDefault(signal => signal.Kind != SignalKind.WitnessesAssigned) is { Kind: SignalKind.Hold } last
            && last.At == ledger.Deciding.At)
        {
            return; // the same act has sent one
        }

        ledger.Record(new SignalGiven(SignalKind.Hold, causeCode));
    }

    private static void GatesAndHolds(Ledger ledger, WitnessLaw law)
    {
        IReadOnlyList<GateState> gates = WitnessGates.Judge(ledger.Facts, law, ledger.Deciding.At);
        WitnessGate[] first = [.. gates.Where(gate => gate.Holds).Select(gate => gate.Gate).Except(ledger.Facts.OnceHeld)];
        if (first is not [])
        {
            ledger.Record(new GatesHeld(first));
        }

        if (ledger.Facts.ReadyInForce is not null && gates.FirstOrDefault(gate => !gate.Holds) is { } lost)
        {
            Hold(ledger, lost.Reasons[0].ToString());
        }
    }

    private static void End(Ledger ledger, WitnessLaw law)
    {
        if (OrganEndings.Of(ledger.Facts, law) is not { } ending)
        {
            return;
        }

        if (!ending.ByHospital && ending.State != OrganState.Misdirected)
        {
            Hold(ledger, ending.State.ToString());
        }

        foreach (Witness witness in ledger.Facts.Witnesses.Where(witness => witness.Stage == WitnessStage.Offered || witness.IsAssigned()))
        {
            ledger.Record(new WitnessStaged(witness.StaffId, WitnessStage.Released));
        }
    }

    /// <summary>Evidence is frozen with the first violation; the head of the centre hears of each within a quarter of an hour.</summary>
    private static void OpenViolations(Ledger ledger)
    {
        OrganDeadlines deadlines = ledger.Deadlines();
        foreach (FoundViolation found in OrganViolations.Find(ledger.Facts, ledger.Law(), deadlines, ledger.Deciding.At))
        {
            if (ledger.Facts.Violations.Any(open => open.Is(found.Kind, found.Key)))
            {
                continue;
            }

            StateClock soon = deadlines.Clock(Shared.PolicyKeys.OrganViolationNotifyMin, ledger.Deciding.At);
            StateClock later = deadlines.Clock(Shared.PolicyKeys.OrganViolationDecideWd, ledger.Deciding.At);
            HeadChange[] tasks =
            [
                new HeadChange.TaskOpened(new CaseTask(
                    TaskId(TaskKinds.TellHead, found.Kind, found.Key), TaskKinds.TellHead, [Roles.DutyDesk, Roles.DutyLead], ledger.Head.Owner, null, soon)),
                new HeadChange.TaskOpened(new CaseTask(
                    TaskId(TaskKinds.Violation, found.Kind, found.Key), TaskKinds.Violation, [Roles.CityHead, Roles.Executive], Shared.UnitCode.City, null, later)),
            ];
            HeadChange[] frozen = ledger.Head.LegalHold ? [] : [new HeadChange.LegalHoldSet(true)];
            ledger.RecordWithReason(new ViolationOpened(found.Kind, found.Key, found.Gates), found.Kind.ToString(), [.. frozen, .. tasks]);
        }
    }

    /// <summary>The id of a violation's task.</summary>
    public static string TaskId(string kind, ViolationKind violation, string key) => $"{kind}-{violation}-{key}";

    private static void Move(Ledger ledger)
    {
        OrganState here = ledger.Head.StateOf();
        OrganState there = OrganCourse.StateOf(ledger.Facts, ledger.Law());
        if (ledger.Facts.ErasedAt is not null && !ledger.Facts.HasBegun)
        {
            there = here; // what led here is gone, and it stays
        }

        bool mustGoOn = ledger.Head.IsOver && ledger.Facts.Violations.Any(violation => violation.ClosedAt is null);
        if (here == there && !mustGoOn)
        {
            return;
        }

        // Only a reopening leads out of an ending or the archive; a procurement that began all the same is one.
        string kind = mustGoOn || (here.IsEnding() && !there.IsEnding()) || here == OrganState.Closed ? "CaseTakenUpAgain"
            : here.IsEnding() ? "EndingCorrected"
            : there.IsEnding() ? "DonationEnded"
            : "StateEntered";
        ledger.Record(kind, there.ToString(), ledger.Entering(there));
    }
}

/// <summary>What the stages ask of a ledger again and again.</summary>
internal static class OrganLedgers
{
    public static WitnessLaw Law(this Ledger ledger) => WitnessLaw.Of(ledger.Facts, ledger.Deciding.At, ledger.Deciding.Policy);

    public static OrganDeadlines Deadlines(this Ledger ledger) => new(ledger.Deciding.Policy, ledger.Deciding.Calendar);

    public static HeadChange.Entered Entering(this Ledger ledger, OrganState state)
        => OrganStations.Enter(state, ledger.File, ledger.NextSeq, ledger.Deciding);

    /// <summary>The open tasks of a kind, to be closed.</summary>
    public static IEnumerable<HeadChange> Closing(this Ledger ledger, string kind, string? staffId = null)
        => ledger.Head.Tasks
            .Where(task => task.Kind == kind && (staffId is null || task.AssignedTo == staffId))
            .Select(task => new HeadChange.TaskClosed(task.Id));
}
