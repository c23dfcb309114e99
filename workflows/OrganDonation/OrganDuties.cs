using Boai.Workflows.Cases;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Workflows.OrganDonation;

/// <summary>Which duty each act is: who witnessed neither cares afterwards nor judges, and never touches the family's relief (I-21).</summary>
internal static class OrganDuties
{
    public static IReadOnlyList<Duty> Of(OrganCommand command) => command switch
    {
        LogTalk or StateDecider or SightDecision or Reconfirm or AnswerOffer { Accepts: true } or SetOut or Leave or TickCeremony or TickRestoration or FileReport
            or AddToReport or CheckIn { Means: not CheckInMeans.PhoneCallBack } => [Duty.Witness],
        CompleteAftercare => [Duty.FollowUp],
        CloseViolation => [Duty.Investigate],
        ReviewIntent or ClearAlarm or Shell { Command: CaseCommand.Reopen } => [Duty.HeadDecision],
        Acknowledge or CompleteScreening or CheckForensic or AssignWitness or ReplaceWitness or BarWitness or RefuseCoordinator or ReportNoShow or TellHead
            or ReportToAuthority or FileMonthlyReport or WithdrawConsent or DeclareMisdirected or ContactEmbassy => [Duty.Handle],
        _ => [],
    };

    /// <summary>The change that puts an act's duties on record.</summary>
    public static IEnumerable<HeadChange> Done(OrganCommand command) => Of(command).Select(duty => new HeadChange.DutyDone(duty));
}
