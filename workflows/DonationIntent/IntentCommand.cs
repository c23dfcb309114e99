using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.DonationIntent;

/// <summary>Every act of handbook §7.2a, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record IntentCommand
{
    private IntentCommand() { }

    /// <summary>The name by which <see cref="IntentTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    /// <summary>An act of the case shell. Its withdrawal takes back a form that has no effect yet.</summary>
    public sealed record Shell(CaseCommand Command) : IntentCommand;

    /// <summary>An officer checks identity and form.</summary>
    /// <param name="RefusedElsewhere">Whether the negative register holds a refusal of the same person, asked at this moment.</param>
    public sealed record CheckForm(IdentityMeans Identity, bool RefusedElsewhere) : IntentCommand;

    /// <summary>The second person of a home visit confirms.</summary>
    /// <param name="RefusedElsewhere">As for the check, asked again.</param>
    public sealed record ConfirmCheck(bool RefusedElsewhere) : IntentCommand;

    /// <summary>The legal review of limited capacity finds no obstacle.</summary>
    /// <param name="OpinionDocumentId">Among the entry's documents.</param>
    /// <param name="RefusedElsewhere">As for the check, asked again.</param>
    public sealed record ClearReview(string OpinionDocumentId, bool RefusedElsewhere) : IntentCommand;

    /// <summary>不予登记, with reasons.</summary>
    public sealed record Decline(string ReasonCode) : IntentCommand;

    /// <summary>The holder changes the form: a new version.</summary>
    /// <param name="Dropped">What leaving a group out means; null when nothing is left out or the holder does not say. A refusal is an act of its own.</param>
    public sealed record Change(IntentForm Form, HolderVoice Voice, WithdrawalChoice? Dropped = null) : IntentCommand;

    /// <summary>The holder withdraws, at once and without a reason.</summary>
    /// <param name="Answer">To the one question of the dialogue; null when not answered.</param>
    public sealed record WithdrawIntent(HolderVoice Voice, WithdrawalChoice? Answer) : IntentCommand;

    /// <summary>The holder says after all that only the registration was withdrawn.</summary>
    public sealed record StateRegistrationOnly(HolderVoice Voice) : IntentCommand;

    /// <summary>明示不同意.</summary>
    public sealed record Refuse(HolderVoice Voice) : IntentCommand;

    /// <summary>The holder lifts the refusal, in a form of its own; a new intent does not lift it.</summary>
    public sealed record LiftRefusal(HolderVoice Voice, WillEvidence Will) : IntentCommand;

    /// <summary>A donation that rested on the intent is closed.</summary>
    /// <param name="Donation">A case of LIFE-02, 03 or 04.</param>
    public sealed record MarkExecuted(CaseNumber Donation) : IntentCommand;

    /// <summary>The holder has died and donates nothing.</summary>
    public sealed record MarkLapsed : IntentCommand;

    /// <summary>The national register has the entry as it is now.</summary>
    /// <param name="NationalNumber">Its number there.</param>
    public sealed record RecordExport(string NationalNumber) : IntentCommand;

    /// <summary>The holder withdraws a consent to the processing of data; the intent stands (PIPL 15).</summary>
    public sealed record WithdrawDataConsent(string ConsentId, HolderVoice Voice) : IntentCommand;
}
