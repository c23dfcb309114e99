using Boai.Workflows.Cases;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>States 4 and 6R: two persons visit, at least one of them an officer; after an objection another pair.</summary>
internal static class VerificationStage
{
    public static CaseProblem? File(Ledger ledger, ReliefCommand.FileVerification it)
    {
        if (ledger.Facts.Verification is { ConfirmedAt: null })
        {
            return CaseProblem.Of(ReliefProblems.AlreadyFiled);
        }

        if (NoVisitForm(ledger) is { } problem)
        {
            return problem;
        }

        ledger.Record(new VerificationFiled(Report(ledger, it.Visit, it.Finding, it.CivilAffairs, it.PayeeVerified)));
        return null;
    }

    public static CaseProblem? Confirm(Ledger ledger)
    {
        CaseProblem? problem = Second(ledger, ledger.Facts.Verification, Roles.DistrictOfficer);
        if (problem is null)
        {
            ledger.Record(new VerificationConfirmed(), ledger.Entering(ReliefState.FirstOpinion));
        }

        return problem;
    }

    public static CaseProblem? FileAgain(Ledger ledger, ReliefCommand.FileReverification it)
    {
        if (ledger.Facts.Reverifications is [.., { ConfirmedAt: null }])
        {
            return CaseProblem.Of(ReliefProblems.AlreadyFiled);
        }

        // A second objection needs persons who have not verified again either.
        if (ledger.Facts.Reverifications.Any(earlier => Took(earlier, ledger.Deciding.Actor)))
        {
            return CaseProblem.Of(CaseProblems.Separation, ("earlierDuty", nameof(Duty.Reverify)), ("duty", nameof(Duty.Reverify)));
        }

        if (NoVisitForm(ledger) is { } problem)
        {
            return problem;
        }

        ledger.Record(new ReverificationFiled(Report(ledger, it.Visit, it.Finding, it.CivilAffairs, it.PayeeVerified)));
        return null;
    }

    public static CaseProblem? ConfirmAgain(Ledger ledger)
    {
        VisitReport? last = ledger.Facts.Reverifications is [.., { } filed] ? filed : null;
        CaseProblem? problem = Second(ledger, last, Roles.DistrictOfficer, Roles.CityOfficer)
            ?? (ledger.Facts.Reverifications.SkipLast(1).Any(earlier => Took(earlier, ledger.Deciding.Actor))
                ? CaseProblem.Of(CaseProblems.Separation, ("earlierDuty", nameof(Duty.Reverify)), ("duty", nameof(Duty.Reverify)))
                : null);
        if (problem is null)
        {
            ledger.Record(new ReverificationConfirmed(), ledger.Entering(ReliefState.RenewedPublicity));
        }

        return problem;
    }

    private static CaseProblem? Second(Ledger ledger, VisitReport? filed, params string[] officers)
        => filed is not { ConfirmedAt: null } ? CaseProblem.Of(ReliefProblems.NothingFiled)
            : filed.First == ledger.Deciding.Actor.StaffId ? CaseProblem.Of(ReliefProblems.SamePerson)
            : officers.Contains(filed.FirstRole) || officers.Contains(ledger.Deciding.Actor.Role) ? null
            : CaseProblem.Of(ReliefProblems.OfficerNeeded);

    private static CaseProblem? NoVisitForm(Ledger ledger)
        => ledger.Head.Documents.Any(document => document.Kind == ReliefDocuments.VisitForm && document.AttachedAt >= ledger.Head.StateSince)
            ? null
            : CaseProblem.Of(ReliefProblems.VisitDocumentMissing);

    private static VisitReport Report(
        Ledger ledger, VisitKind visit, VerificationFinding finding, CivilAffairsResult civilAffairs, bool payeeVerified)
        => new(visit, finding, civilAffairs, payeeVerified, ledger.Deciding.Actor.StaffId, ledger.Deciding.Actor.Role, ledger.Deciding.At);

    private static bool Took(VisitReport report, Actor actor) => report.First == actor.StaffId || report.Second == actor.StaffId;
}
