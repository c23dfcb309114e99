using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.DonationIntent.IntentEntry;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>For every act a command that succeeds, and an entry prepared for it.</summary>
internal static class IntentScenes
{
    public static IntentCommand Command(string act, Actor actor, IntentEntry entry) => act switch
    {
        "CheckForm" => new CheckForm(IdentityMeans.RealNameCheck, false),
        "ConfirmCheck" => new ConfirmCheck(false),
        "ClearReview" => new ClearReview("doc-opinion", false),
        "Decline" => new Decline("identity-not-proved"),
        "Change" => new Change(Form(BodyOnly), VoiceOf(actor)),
        "WithdrawIntent" => new WithdrawIntent(VoiceOf(actor), null),
        "StateRegistrationOnly" => new StateRegistrationOnly(VoiceOf(actor)),
        "Refuse" => new Refuse(VoiceOf(actor)),
        "LiftRefusal" => new LiftRefusal(
            VoiceOf(actor), new WillEvidence(actor.Role == Roles.Public ? WillForm.Electronic : WillForm.Written, Digest)),
        "WithdrawDataConsent" => new WithdrawDataConsent("consent-Body", VoiceOf(actor)),
        "MarkExecuted" => new MarkExecuted(Number(8, "BOD")),
        "MarkLapsed" => new MarkLapsed(),
        "RecordExport" => new RecordExport("N-1"),
        "AttachDocument" => new Shell(new CaseCommand.AttachDocument("doc-x", IntentDocuments.Identity)),
        "SightDocument" => new Shell(new CaseCommand.SightDocument("doc-seen")),
        "Withdraw" => new Shell(new CaseCommand.Withdraw()),
        "Suspend" => new Shell(new CaseCommand.Suspend("awaiting-paper", new DateOnly(2026, 12, 1))),
        "Resume" => new Shell(new CaseCommand.Resume()),
        "PlaceLegalHold" => new Shell(new CaseCommand.PlaceLegalHold("audit")),
        "LiftLegalHold" => new Shell(new CaseCommand.LiftLegalHold("audit")),
        "Correct" => new Shell(new CaseCommand.Correct(1, null, null)),
        "Reopen" => new Shell(new CaseCommand.Reopen("death-reported-wrongly")),
        "Recuse" => new Shell(new CaseCommand.Recuse(["somebody"])),
        "Remind" => new Shell(new CaseCommand.Remind(TaskOf(entry), 1)),
        "Escalate" => new Shell(new CaseCommand.Escalate(TaskOf(entry), 1)),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "No such act."),
    };

    public static IntentEntry Prepared(string act, IntentState state)
    {
        IntentEntry entry = act == "ConfirmCheck"
            ? Open(Form(channel: IntentChannel.HomeVisit), Second)
                .Do(Holder, new CaseCommand.AttachDocument("doc-id", IntentDocuments.Identity)).Do(Second, new CaseCommand.SightDocument("doc-id"))
                .Do(Holder, new CaseCommand.AttachDocument("doc-form", IntentDocuments.SignedForm)).Do(Second, new CaseCommand.SightDocument("doc-form"))
                .Do(Second, new CheckForm(IdentityMeans.OriginalSighted, false))
            : In(state);
        switch (act)
        {
            case "ClearReview":
                entry.Do(Head, new CaseCommand.AttachDocument("doc-opinion", IntentDocuments.LegalOpinion));
                break;
            case "SightDocument":
                entry.Do(Head, new CaseCommand.AttachDocument("doc-seen", IntentDocuments.HolderStatement));
                break;
            case "Resume":
                entry.Do(Second, Command("Suspend", Second, entry));
                entry.Now = new DateTimeOffset(2026, 12, 1, 4, 0, 0, TimeSpan.Zero);
                break;
            case "LiftLegalHold":
                entry.Do(Head, Command("PlaceLegalHold", Head, entry));
                break;
            case "Remind" or "Escalate":
                while (Escalation.Next(entry.File.Head.Tasks[0], Policy) is { } next)
                {
                    entry.Now = next.At;
                    if ((act == "Remind") == (next.Reminder > 0))
                    {
                        break;
                    }

                    entry.Do(Actor.System, new CaseCommand.Remind(TaskOf(entry), next.Reminder));
                }

                break;
        }

        return entry;
    }

    private static string TaskOf(IntentEntry entry) => entry.File.Head.Tasks is [{ Id: var id }, ..] ? id : "no-task";
}
