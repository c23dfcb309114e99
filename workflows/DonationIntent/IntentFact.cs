using System.Text.Json.Serialization;

namespace Boai.Workflows.DonationIntent;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FormChecked), nameof(FormChecked))]
[JsonDerivedType(typeof(IntentEffective), nameof(IntentEffective))]
[JsonDerivedType(typeof(ReviewCalledFor), nameof(ReviewCalledFor))]
[JsonDerivedType(typeof(RegistrationDeclined), nameof(RegistrationDeclined))]
[JsonDerivedType(typeof(FormTakenBack), nameof(FormTakenBack))]
[JsonDerivedType(typeof(IntentChanged), nameof(IntentChanged))]
[JsonDerivedType(typeof(IntentWithdrawn), nameof(IntentWithdrawn))]
[JsonDerivedType(typeof(RegistrationOnlyStated), nameof(RegistrationOnlyStated))]
[JsonDerivedType(typeof(DonationRefused), nameof(DonationRefused))]
[JsonDerivedType(typeof(RefusalLifted), nameof(RefusalLifted))]
[JsonDerivedType(typeof(IntentExecuted), nameof(IntentExecuted))]
[JsonDerivedType(typeof(IntentLapsed), nameof(IntentLapsed))]
[JsonDerivedType(typeof(IntentRevived), nameof(IntentRevived))]
[JsonDerivedType(typeof(ExportRecorded), nameof(ExportRecorded))]
[JsonDerivedType(typeof(DataConsentWithdrawn), nameof(DataConsentWithdrawn))]
[JsonDerivedType(typeof(FormErased), nameof(FormErased))]
public abstract record IntentFact
{
    private IntentFact() { }

    public sealed record FormChecked(IntentCheck Check) : IntentFact;

    public sealed record IntentEffective(IntentCard Card, IReadOnlyList<IntentGroup> Groups) : IntentFact;

    public sealed record ReviewCalledFor : IntentFact;

    public sealed record RegistrationDeclined : IntentFact;

    public sealed record FormTakenBack : IntentFact;

    /// <param name="DroppedUnstated">Whether a group was left out and the holder did not say what that means.</param>
    public sealed record IntentChanged(IntentForm Form, IntentCard Card, bool DroppedUnstated, HolderVoice Voice) : IntentFact;

    /// <param name="Unstated">The third outcome of the dialogue. A refusal is <see cref="DonationRefused"/>.</param>
    public sealed record IntentWithdrawn(bool Unstated, HolderVoice Voice) : IntentFact;

    public sealed record RegistrationOnlyStated(HolderVoice Voice) : IntentFact;

    public sealed record DonationRefused(HolderVoice Voice) : IntentFact;

    public sealed record RefusalLifted(HolderVoice Voice, WillEvidence Will) : IntentFact;

    public sealed record IntentExecuted(string Donation, IReadOnlyList<IntentGroup> Groups) : IntentFact;

    public sealed record IntentLapsed : IntentFact;

    /// <summary>The death was reported wrongly.</summary>
    public sealed record IntentRevived(IReadOnlyList<IntentGroup> Groups) : IntentFact;

    public sealed record ExportRecorded(string NationalNumber) : IntentFact;

    public sealed record DataConsentWithdrawn(string ConsentId, HolderVoice Voice) : IntentFact;

    /// <summary>Of what was withdrawn nothing is kept but who, when and what was said last.</summary>
    public sealed record FormErased : IntentFact;
}
