using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.DonationIntent.IntentFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.DonationIntent.IntentFacts, Boai.Workflows.DonationIntent.IntentFact>;

namespace Boai.Workflows.DonationIntent;

/// <summary>登记中 → 有效: the officer's check, the second person of a home visit, the legal review.</summary>
internal static class CheckStage
{
    public static CaseProblem? Check(Ledger ledger, IntentCommand.CheckForm it)
    {
        IntentForm form = ledger.Facts.Form!;
        CaseHead head = ledger.Head;
        CaseProblem? problem = ledger.Facts.Check is not null ? CaseProblem.Of(IntentProblems.CheckedAlready)
            : it.RefusedElsewhere ? CaseProblem.Of(IntentProblems.RefusalStands)
            : !IsIdentified(it.Identity, form.Channel, head) ? CaseProblem.On("identity", IntentProblems.IdentityUnchecked)
            : ledger.Facts.FiledBy is not null && !IntentDocuments.HasSighted(head, IntentDocuments.SignedForm)
                ? CaseProblem.Of(IntentProblems.SignedOriginal)
                : IntentRules.CheckForm(form, ledger.Deciding.Policy) ?? IntentRules.CheckDocuments(form, head);
        if (problem is not null)
        {
            return problem;
        }

        ledger.Record(new FormChecked(new IntentCheck(it.Identity, ledger.Deciding.Actor.StaffId)));
        if (!NeedsTwo(form, ledger.Deciding.Policy))
        {
            GoOn(ledger);
        }

        return null;
    }

    public static CaseProblem? Confirm(Ledger ledger, IntentCommand.ConfirmCheck it)
    {
        CaseProblem? problem = ledger.Facts.Check is not { } check ? CaseProblem.Of(IntentProblems.NotChecked)
            : check.By == ledger.Deciding.Actor.StaffId ? CaseProblem.Of(IntentProblems.SamePerson)
            : it.RefusedElsewhere ? CaseProblem.Of(IntentProblems.RefusalStands)
            : IntentRules.CheckForm(ledger.Facts.Form!, ledger.Deciding.Policy); // a consent may have gone since the check
        if (problem is null)
        {
            GoOn(ledger);
        }

        return problem;
    }

    public static CaseProblem? ClearReview(Ledger ledger, IntentCommand.ClearReview it)
    {
        CaseProblem? problem = it.RefusedElsewhere ? CaseProblem.Of(IntentProblems.RefusalStands)
            : !IntentDocuments.Has(ledger.Head, it.OpinionDocumentId, IntentDocuments.LegalOpinion)
                ? CaseProblem.On("opinionDocumentId", CaseProblems.DocumentUnknown)
                : IntentRules.CheckForm(ledger.Facts.Form!, ledger.Deciding.Policy);
        if (problem is null)
        {
            TakeEffect(ledger);
        }

        return problem;
    }

    public static CaseProblem? Decline(Ledger ledger, IntentCommand.Decline it)
    {
        if (string.IsNullOrEmpty(it.ReasonCode))
        {
            return CaseProblem.On("reasonCode", IntentProblems.DeclineReason);
        }

        ledger.RecordWithReason(new RegistrationDeclined(), it.ReasonCode, ledger.Entering(IntentState.NotRegistered));
        return null;
    }

    /// <summary>The card of an edition, issued today.</summary>
    public static IntentCard CardOf(Ledger ledger)
    {
        int edition = (ledger.Facts.Card?.Edition ?? 0) + 1;
        return new IntentCard(IntentCard.NumberOf(ledger.Head, edition), edition, ledger.Deciding.Today);
    }

    private static void GoOn(Ledger ledger)
    {
        if (ledger.Facts.Form!.Capacity == CivilCapacity.Full)
        {
            TakeEffect(ledger);
        }
        else
        {
            ledger.Record(new ReviewCalledFor(), ledger.Entering(IntentState.LegalReview));
        }
    }

    private static void TakeEffect(Ledger ledger)
        => ledger.Record(new IntentEffective(CardOf(ledger), ledger.Facts.Form!.Scopes.Groups), ledger.Entering(IntentState.Effective));

    private static bool NeedsTwo(IntentForm form, CasePolicy policy)
        => form.Channel == IntentChannel.HomeVisit && policy.For(PolicyKeys.IntentHomeVisitTwoPersons).Flag();

    // Whoever stands before an officer shows the document; by network and post the identity is checked otherwise.
    private static bool IsIdentified(IdentityMeans means, IntentChannel channel, CaseHead head) => means switch
    {
        IdentityMeans.OriginalSighted => IntentDocuments.HasSighted(head, IntentDocuments.Identity),
        _ => channel is IntentChannel.Network or IntentChannel.Post or IntentChannel.Other,
    };
}
