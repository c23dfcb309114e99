using Boai.Workflows.Cases;
using static Boai.Workflows.BodyDonation.BodyFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.BodyDonation.BodyFacts, Boai.Workflows.BodyDonation.BodyFact>;

namespace Boai.Workflows.BodyDonation;

/// <summary>死亡通知 → 核验, and the ways out (CQ-BODY 13–17).</summary>
internal static class IntakeStage
{
    public static CaseProblem? Verify(Ledger ledger, BodyCommand.Verify it)
    {
        CaseProblem? problem = it.Will is BodyWill.Refused or BodyWill.WithdrawnSilently ? CaseProblem.Of(BodyProblems.Barred)
            : !it.ForensicClear ? CaseProblem.On("forensicClear", BodyProblems.Forensic)
            : it.Basis == BodyBasis.Intent && it.Will != BodyWill.Valid ? CaseProblem.On("basis", BodyProblems.NoIntent)
            : Missing(ledger, it.Basis) is { Length: > 0 } missing ? CaseProblem.On("documents", BodyProblems.PaperMissing, ("items", string.Join(' ', missing)))
            : null;
        if (problem is null)
        {
            ledger.Record(new BodyVerified(it.Basis, it.Will), ledger.Entering(BodyState.Verified));
        }

        return problem;
    }

    public static CaseProblem? DeclareUnfit(Ledger ledger, BodyCommand.DeclareUnfit it)
    {
        // A family is owed reasons in words, not a code (handbook §7.4: humane explanation).
        if (ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ledger.Record(new FoundUnfit(it.Reason), ledger.Entering(BodyState.NotAccepted));
        return null;
    }

    /// <summary>Before the handover at once and without cost; after it, as long as the body is not in use, it is given back.</summary>
    public static CaseProblem? ChangeMind(Ledger ledger)
    {
        ledger.Record(new MindChanged(), ledger.Entering(ledger.Head.StateOf().IsBeforeHandover() ? BodyState.Withdrawn : BodyState.Returned));
        return null;
    }

    public static CaseProblem? ChooseAshes(Ledger ledger, BodyCommand.ChooseAshes it)
    {
        if (ledger.Facts.Ashes == it.Choice)
        {
            return CaseProblem.Of(BodyProblems.DoneAlready);
        }

        ledger.Record(new AshesChosen(it.Choice));
        return null;
    }

    // The death certificate always; the family's joint decision where nobody registered (CQ-BODY 14). A donation of organs has had both seen.
    private static string[] Missing(Ledger ledger, BodyBasis basis) => ledger.Facts.Donation is not null
        ? []
        : [.. new[] { BodyDocuments.DeathCertificate, basis == BodyBasis.Relatives ? BodyDocuments.JointDecision : BodyDocuments.DeathCertificate }
            .Distinct(StringComparer.Ordinal)
            .Where(kind => !ledger.Head.Documents.Any(document => document.Kind == kind && document.SightedBy is not null))];
}
