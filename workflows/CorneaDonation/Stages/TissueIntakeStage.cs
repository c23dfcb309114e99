using Boai.Workflows.Cases;
using static Boai.Workflows.CorneaDonation.CorneaFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.CorneaDonation.CorneaFacts, Boai.Workflows.CorneaDonation.CorneaFact>;

namespace Boai.Workflows.CorneaDonation;

/// <summary>From the notice to the eye bank on its way, and the ways out (CQ-BODY 13, 14, 52).</summary>
internal static class TissueIntakeStage
{
    public static CaseProblem? Verify(Ledger ledger, CorneaCommand.Verify it)
    {
        CaseProblem? problem = it.Will is TissueWill.Refused or TissueWill.WithdrawnSilently ? CaseProblem.Of(CorneaProblems.Barred)
            : !it.ForensicClear ? CaseProblem.On("forensicClear", CorneaProblems.Forensic)
            : it.Basis == TissueBasis.Intent && it.Will != TissueWill.Valid ? CaseProblem.On("basis", CorneaProblems.NoIntent)
            : Missing(ledger, it.Basis) is { Length: > 0 } missing ? CaseProblem.On("documents", CorneaProblems.PaperMissing, ("items", string.Join(' ', missing)))
            : null;
        if (problem is null)
        {
            ledger.Record(new TissueVerified(it.Basis, it.Will), ledger.Entering(CorneaState.Verified));
        }

        return problem;
    }

    public static CaseProblem? Note(Ledger ledger, CorneaCommand.NoteContraIndication it)
    {
        if (ledger.Facts.Advice.Contains(it.Indication))
        {
            return CaseProblem.Of(CorneaProblems.DoneAlready);
        }

        ledger.Record(new AdviceNoted(it.Indication));
        return null;
    }

    /// <summary>After the time for transplantation only to a family that wants research.</summary>
    public static CaseProblem? Dispatch(Ledger ledger, CorneaCommand.DispatchBank it)
    {
        bool over = ledger.Deciding.At >= CorneaWindow.Of(ledger.Facts.DiedAt, ledger.Deciding.Policy).Ends;
        if (over && !ledger.Facts.ResearchAgreed)
        {
            return CaseProblem.Of(CorneaProblems.ResearchOnly);
        }

        ledger.Record(new BankDispatched(it.EyeBank), ledger.Entering(CorneaState.Dispatched));
        return null;
    }

    public static CaseProblem? AgreeToResearch(Ledger ledger, CorneaCommand.AgreeToResearch it)
    {
        CaseProblem? problem = ledger.Facts.ResearchAgreed ? CaseProblem.Of(CorneaProblems.DoneAlready)
            : ledger.Head.Documents.Any(document => document.Id == it.ConsentId && document.Kind == CorneaDocuments.ResearchConsent) ? null
            : CaseProblem.On("consentId", CaseProblems.DocumentUnknown);
        if (problem is null)
        {
            ledger.Record(new ResearchAgreed(it.ConsentId));
        }

        return problem;
    }

    public static CaseProblem? End(Ledger ledger, CorneaCommand.DeclareEnd it)
    {
        if (ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ledger.Record(new DonationEnded(it.Reason), ledger.Entering(CorneaState.NotAccepted));
        return null;
    }

    public static CaseProblem? ChangeMind(Ledger ledger)
    {
        ledger.Record(new MindChanged(), ledger.Entering(CorneaState.Withdrawn));
        return null;
    }

    private static string[] Missing(Ledger ledger, TissueBasis basis) => ledger.Facts.Donation is not null
        ? []
        : [.. new[] { CorneaDocuments.DeathCertificate, basis == TissueBasis.Relatives ? CorneaDocuments.JointDecision : CorneaDocuments.DeathCertificate }
            .Distinct(StringComparer.Ordinal)
            .Where(kind => !ledger.Head.Documents.Any(document => document.Kind == kind && document.SightedBy is not null))];
}
