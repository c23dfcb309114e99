namespace Boai.Workflows.DonationIntent;

/// <summary>Codes of problems that this programme alone knows.</summary>
public static class IntentProblems
{
    /// <summary>Below full age (CC 17, ODR 9). Arguments: <c>years</c>.</summary>
    public const string Minor = "intent.minor";

    /// <summary>No capacity: nobody registers for another (CC 1006, ODR 9).</summary>
    public const string NoCapacity = "intent.no-capacity";

    /// <summary>With limited capacity the body only (CQ-BODY 10 against CC 1006, ODR 9; U-03). Arguments: <c>groups</c>.</summary>
    public const string LimitedCapacity = "intent.limited-capacity";

    /// <summary>Limited capacity needs the guardian's written consent (CQ-BODY 10).</summary>
    public const string GuardianConsent = "intent.guardian-consent";

    /// <summary>Nothing is donated, an organ is named twice, or a list stands beside "all".</summary>
    public const string Scopes = "intent.scopes";

    /// <summary>A consent to the processing of data is missing for a group, or is there twice (PIPL 29). Arguments: <c>groups</c>.</summary>
    public const string Consents = "intent.consents";

    /// <summary>The digest of the signed form is no SHA-256.</summary>
    public const string WillDigest = "intent.will-digest";

    /// <summary>A testament is on paper (ESIGN 3), and paper does not come by network.</summary>
    public const string WillForm = "intent.will-form";

    /// <summary>At an event each person completes the form alone.</summary>
    public const string NotAlone = "intent.not-alone";

    /// <summary>The holder was not told which bodies are unsuitable (CQ-BODY 15).</summary>
    public const string BodyAdvice = "intent.body-advice";

    /// <summary>Either an executor or 暂无, and an executor of full capacity (CQ-BODY 11).</summary>
    public const string Executor = "intent.executor";

    /// <summary>The executor's consent is not signed.</summary>
    public const string ExecutorConsent = "intent.executor-consent";

    /// <summary>A refusal of the person stands: it is lifted first, in a form of its own.</summary>
    public const string RefusalStands = "intent.refusal-stands";

    /// <summary>The person has an entry that is under way or in effect: change that one. Arguments: <c>case</c>.</summary>
    public const string RegisteredAlready = "intent.registered-already";

    /// <summary>The entries given are not all of this person.</summary>
    public const string OtherPerson = "intent.other-person";

    /// <summary>Only the holder: neither relatives nor officers speak for a living person.</summary>
    public const string NotTheHolder = "intent.not-the-holder";

    /// <summary>A word not said by login needs the signed paper or the record of the checked call.</summary>
    public const string VoiceEvidence = "intent.voice-evidence";

    /// <summary>A form that an officer files needs the holder's signed original, sighted.</summary>
    public const string SignedOriginal = "intent.signed-original";

    /// <summary>No identity document was sighted, or the channel needs one to be.</summary>
    public const string IdentityUnchecked = "intent.identity-unchecked";

    public const string CheckedAlready = "intent.checked-already";

    public const string NotChecked = "intent.not-checked";

    /// <summary>A home visit is checked by two persons.</summary>
    public const string SamePerson = "intent.same-person";

    /// <summary>The form is as it was.</summary>
    public const string NothingChanged = "intent.nothing-changed";

    /// <summary>A refusal is an act of its own, not part of a change.</summary>
    public const string DroppedChoice = "intent.dropped-choice";

    /// <summary>No donation of LIFE-02, 03 or 04, one that is on record, or one that the intent does not cover.</summary>
    public const string Donation = "intent.donation";

    /// <summary>The national register has the entry already.</summary>
    public const string NothingToExport = "intent.nothing-to-export";

    public const string NationalNumber = "intent.national-number";

    /// <summary>No such consent, or it was withdrawn before.</summary>
    public const string ConsentUnknown = "intent.consent-unknown";

    /// <summary>What is declined is told its reasons.</summary>
    public const string DeclineReason = "intent.decline-reason";

    public const string DocumentKind = "intent.document-kind";

    public const string CorrectionField = "intent.correction-field";
}
