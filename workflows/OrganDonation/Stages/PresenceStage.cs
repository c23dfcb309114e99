using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>LIFE-07: on the way, there, gone, replaced, missing, in conflict; and the ticks of ceremony and restoration.</summary>
internal static class PresenceStage
{
    public static CaseProblem? SetOut(Ledger ledger)
        => Staged(ledger, ledger.Deciding.Actor.StaffId, WitnessStage.EnRoute, WitnessStage.Accepted);

    public static CaseProblem? CheckIn(Ledger ledger, OrganCommand.CheckIn it)
    {
        Actor actor = ledger.Deciding.Actor;
        bool byPhone = it.Means == CheckInMeans.PhoneCallBack;
        CaseProblem? problem = (byPhone ? actor.Role != Roles.DutyDesk : actor.Role != Roles.Coordinator || actor.StaffId != it.StaffId)
                ? CaseProblem.On("means", OrganProblems.CheckInMeans)
            : Find(ledger, it.StaffId) is not { } witness || !witness.IsAssigned() ? CaseProblem.On("staffId", OrganProblems.NotAWitness)
            : witness.Stage == WitnessStage.CheckedIn ? CaseProblem.Of(OrganProblems.CheckInTwice)
            : witness.Stage == WitnessStage.Reported ? CaseProblem.Of(OrganProblems.WitnessStage, ("stage", witness.Stage.ToString()))
            : Place(ledger, it) ?? Time(ledger, it, witness);
        if (problem is null)
        {
            ledger.Record(new WitnessCheckedIn(it.StaffId, it.Means, it.At.ToUniversalTime()));
        }

        return problem;
    }

    public static CaseProblem? Leave(Ledger ledger, OrganCommand.Leave it)
    {
        string staffId = ledger.Deciding.Actor.StaffId;
        CaseProblem? problem = Find(ledger, staffId) is not { Stage: WitnessStage.CheckedIn } witness ? CaseProblem.Of(OrganProblems.NotPresent)
            : it.At < witness.Presences[^1].From || it.At > ledger.Deciding.At ? CaseProblem.On("at", OrganProblems.CheckInTime)
            : null;
        if (problem is null)
        {
            ledger.Record(new OrganFact.WitnessLeft(staffId, it.At.ToUniversalTime()));
        }

        return problem;
    }

    public static CaseProblem? Replace(Ledger ledger, OrganCommand.ReplaceWitness it)
        => Staged(ledger, it.StaffId, WitnessStage.Replaced, WitnessStage.Accepted, WitnessStage.EnRoute, WitnessStage.CheckedIn, WitnessStage.Left);

    /// <summary>ODR 47: not coming after assignment is inquired into.</summary>
    public static CaseProblem? NoShow(Ledger ledger, OrganCommand.ReportNoShow it)
        => ledger.Deciding.SealedNote is null
            ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : Staged(ledger, it.StaffId, WitnessStage.NoShow, WitnessStage.Accepted, WitnessStage.EnRoute);

    public static CaseProblem? Bar(Ledger ledger, OrganCommand.BarWitness it)
        => Find(ledger, it.StaffId) is not { } witness ? CaseProblem.On("staffId", OrganProblems.NotAWitness)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : ScreeningStage.Once(ledger, witness.Bar is not null, new OrganFact.WitnessBarred(it.StaffId, it.Bar));

    /// <summary>The family says so, and needs no reasons (handbook §7.3.4). Whoever was asked counts for nothing from now on; the next wave asks others.</summary>
    public static CaseProblem? Refuse(Ledger ledger, OrganCommand.RefuseCoordinator it)
        => ScreeningStage.Once(ledger, ledger.Facts.RefusedCoordinators.Contains(it.StaffId, StringComparer.Ordinal), new CoordinatorRefused(it.StaffId));

    public static CaseProblem? TickCeremony(Ledger ledger)
        => Tick(ledger, witness => witness.Ceremony, new CeremonyTicked(ledger.Deciding.Actor.StaffId));

    public static CaseProblem? TickRestoration(Ledger ledger)
        => Tick(ledger, witness => witness.Restoration, new RestorationTicked(ledger.Deciding.Actor.StaffId));

    internal static Witness? Find(Ledger ledger, string staffId) => ledger.Facts.Witnesses.LastOrDefault(witness => witness.StaffId == staffId);

    private static CaseProblem? Tick(Ledger ledger, Func<Witness, bool> done, OrganFact fact)
        => Find(ledger, ledger.Deciding.Actor.StaffId) is not { Presences: not [] } witness
            ? CaseProblem.Of(OrganProblems.NotPresent)
            : ScreeningStage.Once(ledger, done(witness), fact);

    private static CaseProblem? Place(Ledger ledger, OrganCommand.CheckIn it)
        => ledger.Facts.Notice is not { } notice ? CaseProblem.Of(OrganProblems.NoNotice)
            : it.Means == CheckInMeans.Gps
                ? it.Metres is >= 0 && it.Metres <= ledger.Deciding.Policy.For(PolicyKeys.OrganCheckInMetres).Count()
                    ? null
                    : CaseProblem.On("metres", OrganProblems.CheckInPlace)
            : it.PlaceCode == notice.PlaceCode ? null
            : CaseProblem.On("placeCode", OrganProblems.CheckInPlace);

    // A theatre basement may be offline: a check-in may arrive late, but neither from the future nor before a presence that has ended.
    private static CaseProblem? Time(Ledger ledger, OrganCommand.CheckIn it, Witness witness)
    {
        int late = ledger.Deciding.Policy.For(PolicyKeys.OrganCheckInLateMin).Minutes();
        bool inTime = it.At <= ledger.Deciding.At && ledger.Deciding.At - it.At <= TimeSpan.FromMinutes(late);
        return inTime && witness.Presences.All(presence => presence.To <= it.At) ? null : CaseProblem.On("at", OrganProblems.CheckInTime);
    }

    private static CaseProblem? Staged(Ledger ledger, string staffId, WitnessStage to, params WitnessStage[] from)
    {
        if (Find(ledger, staffId) is not { } witness)
        {
            return CaseProblem.On("staffId", OrganProblems.NotAWitness);
        }

        if (!from.Contains(witness.Stage))
        {
            return CaseProblem.Of(OrganProblems.WitnessStage, ("stage", witness.Stage.ToString()));
        }

        ledger.Record(new WitnessStaged(staffId, to));
        return null;
    }
}
