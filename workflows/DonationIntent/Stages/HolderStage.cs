using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.DonationIntent.IntentFacts, Boai.Workflows.DonationIntent.IntentFact>;

namespace Boai.Workflows.DonationIntent;

/// <summary>What the holder says: change, withdrawal, refusal and its lifting (CQ-BODY 16; ODR 9).</summary>
internal static class HolderStage
{
    /// <summary>By login the holder speaks; whoever takes the word down by telephone or in person keeps the proof of it.</summary>
    public static CaseProblem? CheckVoice(string personId, HolderVoice voice, Actor actor)
        => actor.Role == Roles.Public != (voice.Means == VoiceMeans.Online) || (actor.Role == Roles.Public && actor.StaffId != personId)
            ? CaseProblem.On("voice", IntentProblems.NotTheHolder)
            : voice.Means != VoiceMeans.Online && string.IsNullOrEmpty(voice.EvidenceId) ? CaseProblem.On("voice", IntentProblems.VoiceEvidence)
            : null;

    public static CaseProblem? Change(Ledger ledger, IntentCommand.Change it)
    {
        IntentForm before = ledger.Facts.Form!;
        CaseProblem? problem = CheckVoice(ledger, it.Voice)
            ?? IntentRules.CheckForm(it.Form, ledger.Deciding.Policy)
            ?? IntentRules.CheckDocuments(it.Form, ledger.Head)
            ?? (it.Form.Capacity != before.Capacity ? CaseProblem.On("capacity", IntentProblems.LimitedCapacity)
                : it.Dropped == WithdrawalChoice.Refusal ? CaseProblem.On("dropped", IntentProblems.DroppedChoice)
                : CaseJson.Write(it.Form) == CaseJson.Write(before) ? CaseProblem.Of(IntentProblems.NothingChanged)
                : null);
        if (problem is not null)
        {
            return problem;
        }

        bool droppedUnstated = it.Dropped is null && before.Scopes.Groups.Except(it.Form.Scopes.Groups).Any();
        ledger.Record(
            new IntentChanged(it.Form, CheckStage.CardOf(ledger), droppedUnstated, it.Voice), ledger.Entering(IntentState.Effective));
        return null;
    }

    /// <summary>Immediate; the dialogue's answer decides where it leads, and no answer is one (U-04).</summary>
    public static CaseProblem? Withdraw(Ledger ledger, IntentCommand.WithdrawIntent it)
    {
        if (CheckVoice(ledger, it.Voice) is { } problem)
        {
            return problem;
        }

        IntentState to = WithdrawalDialogue.Outcome(it.Answer);
        IntentFact fact = to == IntentState.Refused ? new DonationRefused(it.Voice) : new IntentWithdrawn(to == IntentState.WithdrawnUnstated, it.Voice);
        ledger.Record(fact, ledger.Entering(to));
        return null;
    }

    public static CaseProblem? StateRegistrationOnly(Ledger ledger, IntentCommand.StateRegistrationOnly it)
        => Say(ledger, it.Voice, new RegistrationOnlyStated(it.Voice), IntentState.Withdrawn);

    public static CaseProblem? Refuse(Ledger ledger, HolderVoice voice) => Say(ledger, voice, new DonationRefused(voice), IntentState.Refused);

    /// <summary>In writing, as the intent itself must be: what bars absolutely does not end by a word on the telephone.</summary>
    public static CaseProblem? LiftRefusal(Ledger ledger, IntentCommand.LiftRefusal it)
    {
        IntentChannel channel = it.Voice.Means == VoiceMeans.Online ? IntentChannel.Network : IntentChannel.Office;
        return it.Voice.Means == VoiceMeans.PhoneChecked
            ? CaseProblem.On("voice", IntentProblems.VoiceEvidence)
            : IntentRules.CheckWill(it.Will, channel) ?? Say(ledger, it.Voice, new RefusalLifted(it.Voice, it.Will), IntentState.RefusalLifted);
    }

    public static CaseProblem? WithdrawDataConsent(Ledger ledger, IntentCommand.WithdrawDataConsent it)
    {
        CaseProblem? problem = CheckVoice(ledger, it.Voice)
            ?? (ledger.Facts.Form!.Consents.Any(consent => consent.Id == it.ConsentId && consent.WithdrawnAt is null)
                ? null
                : CaseProblem.On("consentId", IntentProblems.ConsentUnknown));
        if (problem is null)
        {
            ledger.Record(new DataConsentWithdrawn(it.ConsentId, it.Voice));
        }

        return problem;
    }

    private static CaseProblem? Say(Ledger ledger, HolderVoice voice, IntentFact fact, IntentState to)
    {
        CaseProblem? problem = CheckVoice(ledger, voice);
        if (problem is null)
        {
            ledger.Record(fact, ledger.Entering(to));
        }

        return problem;
    }

    private static CaseProblem? CheckVoice(Ledger ledger, HolderVoice voice)
        => CheckVoice(ledger.Facts.PersonId, voice, ledger.Deciding.Actor);
}
