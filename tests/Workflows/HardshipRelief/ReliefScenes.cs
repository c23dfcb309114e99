using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>A case in a state that is ready for an act, with the act and who does it.</summary>
internal sealed record ReliefScene(ReliefCase Case, ReliefCommand Command, Actor Actor, string? Note = ReliefCase.Note)
{
    public CaseOutcome<ReliefFacts> Play() => Case.Try(Actor, Command, Note);

    public CaseOutcome<ReliefFacts> PlayAs(Actor other) => Case.Try(other, Command, Note);
}

/// <summary>For every line of the state table and every role of it: a scene in which the act must succeed.</summary>
internal static class ReliefScenes
{
    private static readonly string[] ForTheApplicant = ["ExtendSupplement", "Supply", "RequestReview", "ConfirmReceipt", "Withdraw"];

    public static ReliefScene For(string act, ReliefState state, string role)
    {
        bool nominated = role == Roles.Village && ForTheApplicant.Contains(act);
        ReliefExample example = ReliefExample.Valid with { Proposed = ProposedFor(act, state, role) };
        example = nominated ? example.ByVillage() : example;
        Actor actor = nominated ? Nominator : Fresh(role);
        (ReliefCase it, ReliefCommand command) = Prepare(act, state, role, example);
        return new ReliefScene(it, command, actor);
    }

    /// <summary>Any command of that name: for states in which the act is not possible anyway.</summary>
    public static ReliefCommand Sample(string act)
    {
        ReliefState state = ReliefTransitions.Table.First(line => line.Act == act).From;
        return For(act, state, ReliefTransitions.Find(act, state)!.Roles[0]).Command;
    }

    private static Money ProposedFor(string act, ReliefState state, string role)
        => state != ReliefState.Approval || act is not ("Approve" or "Return" or "Refuse" or "UpholdRefusal") ? ReliefExample.Valid.Proposed
            : role == Roles.Executive ? new Money(6_000_000)
            : role == Roles.CityHead && act != "UpholdRefusal" ? new Money(2_000_000)
            : ReliefExample.Valid.Proposed;

    private static (ReliefCase, ReliefCommand) Prepare(string act, ReliefState state, string role, ReliefExample example) => act switch
    {
        "Submit" => (ReliefCarry.To(state, example), new Submit(example.Application)),
        "PurgeDraft" => (ReliefCarry.To(state, example).WhenDue(), new PurgeDraft()),
        "Screen" => (ReliefCarry.To(state, example), new Screen(example.Findings)),
        "Accept" => (ReliefCarry.To(state, example), new Accept()),
        "RequestSupplement" => (ReliefCarry.To(state, example), new RequestSupplement([ReliefDocuments.Diagnosis])),
        "ExtendSupplement" => (ReliefCarry.To(state, example), new ExtendSupplement()),
        "SendSupplementNotice" => (AtNotice(ReliefCarry.To(state, example)), new SendSupplementNotice()),
        "Supply" => (ReliefCarry.To(state, example).With(Applicant, ReliefDocuments.Diagnosis), new Supply([])),
        "LapseSupplement" => (ReliefCarry.To(state, example).WhenDue(), new LapseSupplement()),
        "PayUrgently" => (ReliefCarry.To(state, example).WithSightedIdentity(), new PayUrgently(ReliefCarry.UrgentAmount, ReliefExample.Fund)),
        "MissUrgentCompletion" => (UrgentLate(ReliefCarry.To(state, example, PaymentStage.Paid)), new MissUrgentCompletion()),
        "FileVerification" => (ReliefCarry.To(state, example).With(Officer, ReliefDocuments.VisitForm), Visit(again: false)),
        "ConfirmVerification" => (
            ReliefCarry.To(state, example).With(Officer, ReliefDocuments.VisitForm).Does(Officer, Visit(again: false)), new ConfirmVerification()),
        "FileReverification" => (ReliefCarry.To(state, example).With(Officer3, ReliefDocuments.VisitForm), Visit(again: true)),
        "ConfirmReverification" => (
            ReliefCarry.To(state, example).With(CityOfficer, ReliefDocuments.VisitForm).Does(CityOfficer, Visit(again: true)),
            new ConfirmReverification()),
        "FileOpinion" => (ReliefCarry.To(state, example), new FileOpinion(example.Proposed, [])),
        "ConfirmOpinion" => (
            ReliefCarry.To(state, example).Does(role == Roles.Town ? Officer2 : Town2, new FileOpinion(example.Proposed, [])), new ConfirmOpinion()),
        "ListPublicly" => (Unlisted(state, example), new ListPublicly("list-1")),
        "FilePublicityEvidence" => Photographed(state, example),
        "RaiseObjection" => (ReliefCarry.To(state, example), new RaiseObjection("objection-1")),
        "EndPublicity" => (ReliefCarry.To(state, example).WhenDue(), new EndPublicity(Prior: null)),
        "Approve" => (
            ReliefCarry.To(state, example),
            new Approve(example.Proposed, ReliefExample.Fund, role == Roles.Executive ? "M-2026-7" : null, PriorAid.None)),
        "Return" => (ReliefCarry.To(state, example), new Return(ReliefState.Verification)),
        "Refuse" => (ReliefCarry.To(state, example), new Refuse([RefusalGround.R01])),
        "UpholdRefusal" => (
            ReliefCarry.To(ReliefState.Refused, example).Does(example.OpenedBy, new RequestReview()), new UpholdRefusal()),
        "RequestReview" => (ReliefCarry.To(state, example), new RequestReview()),
        "CloseRefused" => (ReliefCarry.To(state, example).WhenDue(), new CloseRefused()),
        "ConfirmReceipt" => (ReliefCarry.To(state, example), new ConfirmReceipt()),
        "RecordFollowUp" => (
            ReliefCarry.To(state, example with { Sequence = ReliefExample.Sampled }).After(TimeSpan.FromDays(30)),
            new RecordFollowUp(30, FollowUpOutcome.InOrder)),
        "CloseAided" => (ReliefCarry.To(state, example).IsReconciled().Does(Applicant, new ConfirmReceipt()), new CloseAided()),
        "Investigate" => (ReliefCarry.To(state, example), new Investigate("fraud-suspected")),
        "FileFinding" => (ReliefCarry.To(state, example), new FileFinding(InvestigationFinding.Cleared)),
        "ConfirmFinding" => (
            ReliefCarry.To(state, example).Does(
                role == Roles.Audit ? Lead2 : Auditor, new FileFinding(InvestigationFinding.Cleared), ReliefCase.Note),
            new ConfirmFinding()),
        "SettleRecovery" => (
            ReliefCarry.To(state, example, PaymentStage.Paid).IsProven(), new SettleRecovery(ReliefCarry.UrgentAmount, HandedOver: false)),
        _ when act.EndsWith("Payment", StringComparison.Ordinal) || act == "CorrectPayee" => Paying(act, state, example),
        _ => OfTheShell(act, state, role, example) is var (it, shared) ? (it, new Shell(shared)) : default,
    };

    private static (ReliefCase, ReliefCommand) Paying(string act, ReliefState state, ReliefExample example)
    {
        PaymentStage stage = act switch
        {
            "PreparePayment" => PaymentStage.Ordered,
            "UnpreparePayment" or "SendPayment" => PaymentStage.Prepared,
            "ReconcilePayment" => PaymentStage.Paid,
            "CorrectPayee" => PaymentStage.Bounced,
            _ => PaymentStage.Sent,
        };
        ReliefCase it = (state, stage) switch
        {
            (ReliefState.Payment, PaymentStage.Ordered) => ReliefCarry.To(state, example),
            (ReliefState.Payment, PaymentStage.Prepared) => ReliefCarry.To(state, example).IsPrepared(),
            (ReliefState.Payment, PaymentStage.Sent) => ReliefCarry.To(state, example).IsSent(),
            (ReliefState.PaymentFailed, PaymentStage.Bounced) => ReliefCarry.To(state, example),
            _ => ReliefCarry.To(state, example, stage),
        };
        ReliefPayment payment = it.Facts.Payments.First(payment => payment.Stage == stage && !payment.Reconciled);
        return (it, act switch
        {
            "PreparePayment" => new PreparePayment(payment.PaymentId),
            "UnpreparePayment" => new UnpreparePayment(payment.PaymentId),
            "SendPayment" => new SendPayment(payment.PaymentId),
            "ReconcilePayment" => new ReconcilePayment(payment.PaymentId),
            "CorrectPayee" => new CorrectPayee(payment.PaymentId, example.Application.Payee with { AccountRef = "vault-2" }, HomeVisit: false),
            "ConfirmPayment" => new ConfirmPayment(payment.PaymentId, payment.Amount, ChinaCalendar.DateOf(it.Now), "bank-1"),
            _ => new BouncePayment(payment.PaymentId, "account-closed"),
        });
    }

    private static (ReliefCase, CaseCommand) OfTheShell(string act, ReliefState state, string role, ReliefExample example)
    {
        ReliefCase it = ReliefCarry.To(state, example);
        DateOnly resumeOn = ChinaCalendar.DateOf(it.Now).AddDays(10);
        CaseCommand.Suspend suspend = new("awaiting-court", resumeOn);
        return act switch
        {
            "AttachDocument" => (it, new CaseCommand.AttachDocument("document-new", ReliefDocuments.Other)),
            "SightDocument" => (it, new CaseCommand.SightDocument(it.Head.Documents[0].Id)),
            "Withdraw" => (it, new CaseCommand.Withdraw()),
            "Suspend" => (it, suspend),
            "Resume" when role == Roles.System => (it.Does(Officer2, suspend).At(ChinaCalendar.StartOf(resumeOn)), new CaseCommand.Resume()),
            "Resume" => (it.Does(Officer2, suspend), new CaseCommand.Resume()),
            "PlaceLegalHold" => (it, new CaseCommand.PlaceLegalHold("litigation")),
            "LiftLegalHold" => (it.Does(Auditor, new CaseCommand.PlaceLegalHold("litigation")), new CaseCommand.LiftLegalHold("settled")),
            "Correct" => (it, new CaseCommand.Correct(Of: 1, Field: null, Value: null)),
            "Reopen" => (it, new CaseCommand.Reopen("new-evidence")),
            "Recuse" => (it, new CaseCommand.Recuse(["somebody"])),
            "Remind" => Called(WithTask(state, example), reminders: true),
            "Escalate" => Called(WithTask(state, example), reminders: false),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "No scene for this act: add one."),
        };
    }

    private static ReliefCase WithTask(ReliefState state, ReliefExample example) => state switch
    {
        ReliefState.SupplementAwaited => ReliefCarry.To(state, example, PaymentStage.Ordered),
        ReliefState.Refused => ReliefCarry.To(state, example, PaymentStage.Paid),
        _ => ReliefCarry.To(state, example),
    };

    private static (ReliefCase, CaseCommand) Called(ReliefCase it, bool reminders)
    {
        string task = it.Head.Tasks[0].Id;
        while (true)
        {
            TaskCall call = Escalation.Next(it.Head.Tasks.Single(open => open.Id == task), it.Policy)!;
            it = it.At(call.At > it.Now ? call.At : it.Now);
            if (reminders || call.Rung > 0)
            {
                return (it, reminders ? new CaseCommand.Remind(task, call.Reminder) : new CaseCommand.Escalate(task, call.Rung));
            }

            it = it.Does(ReliefStaff.System, new CaseCommand.Remind(task, call.Reminder));
        }
    }

    private static ReliefCommand Visit(bool again) => again
        ? new FileReverification(VisitKind.Home, VerificationFinding.Confirmed, CivilAffairsResult.WithinStandard, PayeeVerified: true)
        : new FileVerification(VisitKind.Home, VerificationFinding.Confirmed, CivilAffairsResult.WithinStandard, PayeeVerified: true);

    private static ReliefCase AtNotice(ReliefCase it) => it.At(it.DueAt.AddDays(-3));

    private static ReliefCase UrgentLate(ReliefCase it)
    {
        DateTimeOffset late = it.Facts.Urgent!.CompleteBy!.Value;
        return it.At(late > it.Now ? late : it.Now);
    }

    private static ReliefCase Unlisted(ReliefState state, ReliefExample example) => state == ReliefState.Publicity
        ? ReliefCases.InOpinion(example).IsProposed(example.Proposed)
        : ReliefCases.InReverification(example).IsVerifiedAgain();

    private static (ReliefCase, ReliefCommand) Photographed(ReliefState state, ReliefExample example)
    {
        bool ended = state == ReliefState.Approval;
        ReliefCase it = ended
            ? ReliefCases.InPublicity(example).IsPhotographed(lastDay: false).WhenDue().Does(ReliefStaff.System, new EndPublicity(Prior: null))
            : ReliefCarry.To(state, example);
        it = it.With(Village, ReliefDocuments.BoardPhoto);
        return (it, new FilePublicityEvidence(LastDay: ended, it.Head.Documents[^1].Id, ChinaCalendar.DateOf(it.Now)));
    }
}
