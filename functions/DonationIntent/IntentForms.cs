using Boai.Workflows.DonationIntent;

namespace Boai.Functions.DonationIntent;

/// <summary>F-01 捐献意愿登记表 as it comes in.</summary>
/// <param name="FormVersion">Of the form and its consent texts that the holder saw: <see cref="CurrentVersion"/>.</param>
/// <param name="Channel"><c>network</c> when the holder sends it; otherwise as the officer received it.</param>
/// <param name="Consents">单独同意, one for each group that is donated of (PIPL 29).</param>
/// <param name="NoExecutorYet">暂无, said expressly.</param>
/// <param name="GuardianConsentDigest">SHA-256 of the guardian's written consent that is uploaded next (CQ-BODY 10).</param>
/// <param name="SignedFormDigest">SHA-256 of the signed original; for officers alone: by network the electronic form itself is the writing.</param>
public sealed record IntentRegistrationForm(
    string FormVersion, HolderPart Holder, ResidencePart Residence, ScopesPart Scopes, CivilCapacity Capacity, IReadOnlyList<IntentConsentPart> Consents,
    ExecutorPart? Executor = null, bool NoExecutorYet = false, bool RelativesInformed = false, bool BodyAdviceGiven = false,
    string? GuardianConsentDigest = null, IntentChannel Channel = IntentChannel.Network, bool CompletedAlone = false, WillForm Will = WillForm.Electronic,
    string? SignedFormDigest = null)
{
    public const string CurrentVersion = "F-01/2026-1";

    public override string ToString() => nameof(IntentRegistrationForm);
}

/// <param name="IdType">A code of handbook §2.1: <c>RIC</c>, <c>HMT-RP</c>, <c>FPR</c>, <c>PPT</c>.</param>
/// <param name="BornOn">Needed where the document's number holds no date of birth.</param>
public sealed record HolderPart(string Name, string IdType, string IdNumber, string Phone, string? IssuedBy = null, DateOnly? BornOn = null)
{
    public override string ToString() => nameof(HolderPart);
}

/// <param name="Division">Six digits.</param>
/// <param name="Street">Nine digits; needed where a division leaves two units possible.</param>
public sealed record ResidencePart(string Division, string Address, string? Street = null)
{
    public override string ToString() => nameof(ResidencePart);
}

/// <param name="Organs">By name; empty when all or none.</param>
public sealed record ScopesPart(bool AllOrgans = false, IReadOnlyList<OrganKind>? Organs = null, bool Body = false, bool Cornea = false, bool OtherTissue = false)
{
    internal IntentScopes Read() => new(AllOrgans, Organs ?? [], Body, Cornea, OtherTissue);
}

/// <param name="TextVersion">Of the text that was shown.</param>
public sealed record IntentConsentPart(IntentGroup Group, string TextVersion);

/// <summary>捐献执行人 (CQ-BODY 11).</summary>
/// <param name="ConsentDigest">SHA-256 of the signed consent that is uploaded next; without it the form waits.</param>
public sealed record ExecutorPart(ExecutorKind Kind, string Name, string Phone, bool FullCapacity = true, string? ConsentDigest = null)
{
    public override string ToString() => nameof(ExecutorPart);
}

/// <summary>明示不同意 by somebody who may never have registered.</summary>
/// <param name="EvidenceId">Officers name the signed paper or the record of the checked call; a holder who writes needs none.</param>
public sealed record RefusalForm(HolderPart Holder, ResidencePart Residence, VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null)
{
    public override string ToString() => nameof(RefusalForm);
}

/// <summary>A holder's word, as it came.</summary>
/// <param name="EvidenceId">As of <see cref="HolderVoice"/>.</param>
public sealed record VoiceForm(VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null, int? Version = null)
{
    internal HolderVoice Voice => new(Means, EvidenceId);
}

/// <param name="Answer">To the one question of the dialogue; absent when the holder did not choose.</param>
public sealed record IntentWithdrawalForm(WithdrawalChoice? Answer = null, VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null);

/// <param name="Dropped">What leaving a group out means; absent when nothing is left out or the holder does not say.</param>
public sealed record IntentChangeForm(
    IntentRegistrationForm Form, WithdrawalChoice? Dropped = null, VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null, int? Version = null)
{
    public override string ToString() => nameof(IntentChangeForm);
}

/// <param name="SignedFormDigest">Of the signed paper; absent when the holder sends it, for then the electronic form is the writing.</param>
public sealed record RefusalLiftingForm(VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null, WillForm Will = WillForm.Electronic, string? SignedFormDigest = null);

public sealed record DataConsentWithdrawalForm(string ConsentId, VoiceMeans Means = VoiceMeans.Online, string? EvidenceId = null);

public sealed record IntentCheckForm(IdentityMeans Identity, int? Version = null);

public sealed record IntentVersionForm(int? Version = null);

public sealed record LegalReviewForm(string OpinionDocumentId, int? Version = null);

/// <param name="ReasonCode">Lower-case words joined by hyphens.</param>
public sealed record IntentDeclineForm(string ReasonCode, string? Note = null, int? Version = null);

/// <summary>An entry after it was opened.</summary>
/// <param name="Receipt">The receipt number: the case number.</param>
/// <param name="NextStep">In Chinese.</param>
public sealed record IntentReceived(string Receipt, IntentState State, string StateName, string NextStep, int Version);

/// <summary>An entry after an act.</summary>
public sealed record IntentActDone(string CaseNumber, int Version, IntentState State, string StateName);
