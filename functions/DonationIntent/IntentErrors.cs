using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.DonationIntent;

namespace Boai.Functions.DonationIntent;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class IntentErrors
{
    /// <summary>The form or a consent text is not today's. Arguments: <c>current</c>.</summary>
    public const string FormVersion = "intent.form-version";
    public const string OutOfRegion = "intent.out-of-region";
    public const string StreetNeeded = "intent.street-needed";
    public const string BornOn = "intent.born-on";
    public const string Digest = "intent.digest";

    /// <summary>The channel is not one that the caller can use: holders send by network, officers file what came otherwise.</summary>
    public const string Channel = "intent.channel";

    /// <summary>The form cannot be taken online; why is told to the holder alone, at a registration office.</summary>
    public const string NotOnline = "intent.not-online";
    public const string NoCard = "intent.no-card";
    public const string OtherHolder = "intent.other-holder";
    public const string StationUnit = "intent.station-unit";

    public static ErrorSource Source { get; } = new(
    [
        new(FormVersion, 422), new(OutOfRegion, 422), new(StreetNeeded, 422), new(BornOn, 422), new(Digest, 422), new(Channel, 422), new(NotOnline, 409), new(NoCard, 404),
        new(OtherHolder, 422), new(StationUnit, 422),
        new(IntentProblems.Minor, 422), new(IntentProblems.NoCapacity, 422), new(IntentProblems.LimitedCapacity, 422), new(IntentProblems.GuardianConsent, 422),
        new(IntentProblems.Scopes, 422), new(IntentProblems.Consents, 422), new(IntentProblems.WillDigest, 422), new(IntentProblems.WillForm, 422),
        new(IntentProblems.NotAlone, 422), new(IntentProblems.BodyAdvice, 422), new(IntentProblems.Executor, 422), new(IntentProblems.ExecutorConsent, 422),
        new(IntentProblems.RefusalStands, 409), new(IntentProblems.RegisteredAlready, 409), new(IntentProblems.OtherPerson, 409),
        new(IntentProblems.NotTheHolder, 403), new(IntentProblems.VoiceEvidence, 422), new(IntentProblems.SignedOriginal, 422),
        new(IntentProblems.IdentityUnchecked, 422), new(IntentProblems.CheckedAlready, 409), new(IntentProblems.NotChecked, 409),
        new(IntentProblems.SamePerson, 403), new(IntentProblems.NothingChanged, 422), new(IntentProblems.DroppedChoice, 422),
        new(IntentProblems.Donation, 409), new(IntentProblems.NothingToExport, 409), new(IntentProblems.NationalNumber, 422),
        new(IntentProblems.ConsentUnknown, 404), new(IntentProblems.DeclineReason, 422), new(IntentProblems.DocumentKind, 422),
        new(IntentProblems.CorrectionField, 422),
    ], new ResourceManager("Boai.Functions.DonationIntent.IntentTexts", typeof(IntentErrors).Assembly));
}
