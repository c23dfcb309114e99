using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>State 3 and gate G1: who decides, who signed, who took it back; and alarms of trading (G10).</summary>
internal static class ConsentStage
{
    public static CaseProblem? StateDecider(Ledger ledger, OrganCommand.StateDecider it)
    {
        bool signs = it.Standing.Status == DeciderStatus.HasSigned;
        if (signs != it.Standing.SignedAt is not null || it.Standing.SignedAt > ledger.Deciding.At)
        {
            return CaseProblem.On("signedAt", OrganProblems.SignatureForm);
        }

        ledger.Record(new DeciderStated(it.Standing));
        return null;
    }

    public static CaseProblem? SightDecision(Ledger ledger, OrganCommand.SightDecision it)
        => ledger.Facts.Consents.All(consent => consent.What.DocumentDigest != it.DocumentDigest)
            ? CaseProblem.On("documentDigest", OrganProblems.DecisionUnknown)
            : ScreeningStage.Once(ledger, ledger.Facts.SightedDecision == it.DocumentDigest, new DecisionSighted(it.DocumentDigest));

    /// <summary>By one signature of the family's spokesperson, who has signed before, after the determination of death (U-05).</summary>
    public static CaseProblem? Reconfirm(Ledger ledger, OrganCommand.Reconfirm it)
    {
        CaseProblem? problem = ledger.Facts.Death is null || ledger.Facts.Death.At > ledger.Deciding.At ? CaseProblem.Of(OrganProblems.DeathUndetermined)
            : Signer(ledger, it.RelativeId);
        if (problem is null)
        {
            ledger.Record(new DecisionReconfirmed(it.RelativeId));
        }

        return problem;
    }

    /// <summary>Any signer, any time before the start (handbook §7.3.6): the hold goes out in the same act.</summary>
    public static CaseProblem? Withdraw(Ledger ledger, OrganCommand.WithdrawConsent it)
    {
        CaseProblem? problem = ledger.Facts.HasBegun ? CaseProblem.Of(OrganProblems.AfterStart) : Signer(ledger, it.RelativeId);
        if (problem is null)
        {
            ledger.Record(new ConsentTakenBack(it.RelativeId));
        }

        return problem;
    }

    public static CaseProblem? RaiseAlarm(Ledger ledger, OrganCommand.RaiseAlarm it)
    {
        if (string.IsNullOrEmpty(it.AlarmId) || ledger.Facts.Alarms.Any(alarm => alarm.Id == it.AlarmId))
        {
            return CaseProblem.On("alarmId", OrganProblems.AlarmKnown);
        }

        ledger.Record(new AlarmRaised(it.AlarmId, it.Kind));
        if (!ledger.Facts.HasBegun && ledger.Head.StateOf().IsBeforeStart())
        {
            OrganSettlement.Hold(ledger, nameof(GateReason.TradingAlarmOpen));
        }

        return null;
    }

    public static CaseProblem? ClearAlarm(Ledger ledger, OrganCommand.ClearAlarm it)
    {
        if (ledger.Facts.Alarms.FirstOrDefault(alarm => alarm.Id == it.AlarmId) is not { } raised)
        {
            return CaseProblem.On("alarmId", OrganProblems.AlarmUnknown);
        }

        return ledger.Deciding.SealedNote is null
            ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : ScreeningStage.Once(ledger, raised.ClearedAt is not null, new AlarmCleared(it.AlarmId));
    }

    private static CaseProblem? Signer(Ledger ledger, string relativeId)
        => ledger.Facts.Relatives.FirstOrDefault(relative => relative.RelativeId == relativeId) is not { } known
                ? CaseProblem.On("relativeId", OrganProblems.DeciderUnknown)
            : known.Status != DeciderStatus.HasSigned ? CaseProblem.On("relativeId", OrganProblems.DeciderUnsigned)
            : null;
}
