using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.OrganDonation;

namespace Boai.Functions.OrganDonation;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class OrganErrors
{
    public const string ActUnknown = "organ.act-unknown";
    public const string CoordinatorUnknown = "organ.coordinator-unknown";

    public static ErrorSource Source { get; } = new(
    [
        new(ActUnknown, 404), new(CoordinatorUnknown, 404),
        new(OrganProblems.Living, 422), new(OrganProblems.Sender, 403), new(OrganProblems.HeardAlready, 409), new(OrganProblems.DoneAlready, 409),
        new(OrganProblems.ScreeningIncomplete, 409), new(OrganProblems.IntentNotWithdrawn, 409), new(OrganProblems.PrognosisUntold, 422),
        new(OrganProblems.Uninterpreted, 422), new(OrganProblems.NotForeign, 409), new(OrganProblems.EmbassyConsentMissing, 422), new(OrganProblems.TalkForm, 422),
        new(OrganProblems.DeciderUnknown, 404), new(OrganProblems.DeciderUnsigned, 409), new(OrganProblems.SignatureForm, 422),
        new(OrganProblems.DecisionUnknown, 404), new(OrganProblems.DeathUndetermined, 409), new(OrganProblems.AfterStart, 409),
        new(OrganProblems.AlarmUnknown, 404), new(OrganProblems.AlarmKnown, 409), new(OrganProblems.ReadingStale, 409), new(OrganProblems.SignalUnknown, 404),
        new(OrganProblems.NoNotice, 409), new(OrganProblems.WitnessesFilled, 409), new(OrganProblems.OfferGone, 409), new(OrganProblems.Barred, 422),
        new(OrganProblems.NotAWitness, 403), new(OrganProblems.WitnessStage, 409), new(OrganProblems.CheckInPlace, 422), new(OrganProblems.CheckInTime, 422),
        new(OrganProblems.CheckInTwice, 409), new(OrganProblems.CheckInMeans, 422), new(OrganProblems.NotPresent, 403), new(OrganProblems.ReportTooEarly, 409),
        new(OrganProblems.ReportFiled, 409), new(OrganProblems.ReportForm, 422), new(OrganProblems.ViolationUnknown, 404), new(OrganProblems.ViolationClosed, 409),
        new(OrganProblems.AuthorityUntold, 409), new(OrganProblems.StartWithoutReady, 422), new(OrganProblems.Erased, 409),
    ], new ResourceManager("Boai.Functions.OrganDonation.OrganTexts", typeof(OrganErrors).Assembly));
}
