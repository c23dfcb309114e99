using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Workflows.DonationIntent;

/// <summary>Which duty each act is: what duty separation and recusal look at (I-11).</summary>
internal static class IntentDuties
{
    public static IReadOnlyList<Duty> Of(IntentCommand command, CaseFile<IntentFacts> file) => command switch
    {
        CheckForm or ConfirmCheck => [Duty.Review],
        Decline when file.Head.StateOf() == IntentState.Registering => [Duty.Review],
        ClearReview or Decline => [Duty.Approve],
        Shell { Command: CaseCommand.Reopen } => [Duty.HeadDecision],
        Shell { Command: CaseCommand.SightDocument or CaseCommand.Suspend or CaseCommand.Correct } => [Duty.Handle],
        _ => [],
    };
}
