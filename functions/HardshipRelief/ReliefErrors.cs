using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.HardshipRelief;

namespace Boai.Functions.HardshipRelief;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class ReliefErrors
{
    public const string ListingUnknown = "relief.listing-unknown";
    public const string LetterUnknown = "relief.letter-unknown";
    public const string LetterNotYet = "relief.letter-not-yet";

    // The form declares relief.amount-not-positive and relief.amount-too-large already; they mean the same there.
    public static ErrorSource Source { get; } = new(
    [
        new(ReliefProblems.DocumentsMissing, 422), new(ReliefProblems.AidedBefore, 422), new(ReliefProblems.NotTheNominator, 403),
        new(ReliefProblems.IdentityUnchecked, 422), new(ReliefProblems.UrgentTooMuch, 422), new(ReliefProblems.UrgentOnce, 409),
        new(ReliefProblems.AmountAboveProposal, 422), new(ReliefProblems.AmountBelowUrgent, 422), new(ReliefProblems.AmountAboveFormerLevel, 422),
        new(ReliefProblems.UrgentUnsettled, 409), new(ReliefProblems.AlreadyFiled, 409), new(ReliefProblems.NothingFiled, 409),
        new(ReliefProblems.SamePerson, 403), new(ReliefProblems.OfficerNeeded, 403), new(ReliefProblems.BothLevelsNeeded, 403),
        new(ReliefProblems.VisitDocumentMissing, 422), new(ReliefProblems.NotListed, 409), new(ReliefProblems.ListedAlready, 409),
        new(ReliefProblems.EvidenceDay, 422), new(ReliefProblems.ObjectionWindow, 409), new(ReliefProblems.PublicityIncomplete, 409),
        new(ReliefProblems.Level, 403), new(ReliefProblems.MinutesRequired, 422), new(ReliefProblems.MinutesForm, 422),
        new(ReliefProblems.FundRequired, 422), new(ReliefProblems.PayeeUnverified, 409), new(ReliefProblems.ReturnTarget, 422),
        new(ReliefProblems.GroundsRequired, 422), new(ReliefProblems.GroundsIncomplete, 422), new(ReliefProblems.ReviewTooLate, 409),
        new(ReliefProblems.ReviewOnce, 409), new(ReliefProblems.NoReview, 409), new(ReliefProblems.InReview, 409),
        new(ReliefProblems.PaymentUnknown, 404), new(ReliefProblems.PaymentStage, 409), new(ReliefProblems.PaymentAmount, 422),
        new(ReliefProblems.HomeVisitNeeded, 422), new(ReliefProblems.MoneyOut, 409), new(ReliefProblems.PaymentUnderway, 409),
        new(ReliefProblems.FollowUpUnknown, 404), new(ReliefProblems.FollowUpEarly, 409), new(ReliefProblems.NotClosable, 409),
        new(ReliefProblems.RecoveryAmount, 422), new(ReliefProblems.NoRecovery, 409), new(ReliefProblems.RecoveryOpen, 409),
        new(ReliefProblems.CorrectionField, 422), new(ReliefProblems.DocumentKind, 422),
        new(ListingUnknown, 404), new(LetterUnknown, 404), new(LetterNotYet, 409),
    ], new ResourceManager("Boai.Functions.HardshipRelief.ReliefTexts", typeof(ReliefErrors).Assembly));
}
