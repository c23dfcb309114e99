using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>Random people who do random things to a case, mostly such as have a chance; the same seed does the same.</summary>
internal sealed class ReliefWalk(Random random)
{
    private const int Persons = 14;

    private static readonly string[] AllActs = [.. ReliefTransitions.Table.Select(line => line.Act).Distinct()];

    // Acts that would end most lives early.
    private static readonly string[] Rare = ["Withdraw", "Refuse", "Suspend", "Recuse", "Return", "LapseSupplement", "Investigate"];

    // Acts that lead a life on: without a liking for them hardly one would reach the payment.
    private static readonly string[] Forward =
    [
        "Screen", "Accept", "Supply", "FileVerification", "ConfirmVerification", "FileOpinion", "ConfirmOpinion", "ListPublicly",
        "FilePublicityEvidence", "EndPublicity", "FileReverification", "ConfirmReverification", "Approve", "PreparePayment", "SendPayment",
        "ConfirmPayment", "BouncePayment", "CorrectPayee", "ReconcilePayment", "ConfirmReceipt", "RecordFollowUp", "CloseAided", "FileFinding",
        "ConfirmFinding", "SettleRecovery", "Resume", "RequestReview", "UpholdRefusal",
    ];

    public ReliefExample Example(int sequence) => ReliefExample.Valid with
    {
        Sequence = sequence,
        Proposed = random.Next(5) switch { 0 => new Money(20_000_00), 1 => new Money(8_000_00), 2 => new Money(40_000_00), _ => new Money(2_000_00) },
    };

    /// <summary>Some time later: minutes, days, or the instant that the case waits for.</summary>
    public DateTimeOffset Later(ReliefCase it) => random.Next(4) switch
    {
        0 => it.Now.AddDays(random.Next(1, 5)),
        1 when it.Head.Clock is { IsRunning: true } clock && clock.DueAt > it.Now && clock.DueAt < it.Now.AddDays(40)
            => clock.DueAt.AddTicks(random.Next(-1, 2)),
        _ => it.Now.AddMinutes(random.Next(1, 600)),
    };

    /// <summary>One act, after what has to be there for it.</summary>
    /// <returns>The case after it, or unchanged when it was refused; and what was tried.</returns>
    public (ReliefCase After, string Act, bool Accepted) Act(ReliefCase it, ReliefExample example)
    {
        string act = Pick(it);
        ReliefTransition? line = ReliefTransitions.Find(act, it.State);
        string role = line is null || random.Next(20) == 0 ? One(ReliefStaff.AllRoles) : One(line.Roles);
        Actor actor = Person(role);
        (ReliefCase ready, ReliefCommand command) = Command(act, it, example, actor);
        string? note = random.Next(12) == 0 ? null : ReliefCase.Note;
        return ready.Try(actor, command, note) is CaseOutcome<ReliefFacts>.Accepted done
            ? (ready.Took(done), act, true)
            : (it, act, false);
    }

    private string Pick(ReliefCase it)
    {
        if (random.Next(25) == 0)
        {
            return One(AllActs);
        }

        string[] possible = [.. AllActs.Where(act => ReliefTransitions.Find(act, it.State) is not null)];
        string[] forward = [.. possible.Intersect(Forward)];
        string act = forward is not [] && random.Next(5) < 3 ? One(forward) : One(possible);
        return Rare.Contains(act) && random.Next(8) != 0 ? One(possible.Except(Rare).ToArray()) : act;
    }

    private Actor Person(string role) => role switch
    {
        Roles.System => ReliefStaff.System,
        Roles.Public => random.Next(4) == 0 ? ReliefStaff.Neighbour : ReliefStaff.Applicant,
        _ => new Actor($"person-{random.Next(Persons)}", role, ReliefStaff.District),
    };

    private (ReliefCase, ReliefCommand) Command(string act, ReliefCase it, ReliefExample example, Actor actor)
    {
        string payment = it.Facts.Payments.Count == 0 ? "none" : One([.. it.Facts.Payments.Select(one => one.PaymentId)]);
        Money sum = it.Facts.Payments.FirstOrDefault(one => one.PaymentId == payment)?.Amount ?? new Money(1);
        DateOnly today = ChinaCalendar.DateOf(it.Now);
        Money proposed = it.Facts.Opinion?.Proposed ?? example.Proposed;
        string task = it.Head.Tasks.Count == 0 ? "none" : One([.. it.Head.Tasks.Select(open => open.Id)]);
        TaskCall? call = it.Head.Tasks.FirstOrDefault(open => open.Id == task) is { } open ? Escalation.Next(open, it.Policy) : null;
        return act switch
        {
            "Submit" => (it, new Submit(example.Application)),
            "PurgeDraft" => (it, new PurgeDraft()),
            "Screen" => (it, new Screen(example.Findings with { InRegion = random.Next(30) != 0 })),
            "Accept" => (it, new Accept()),
            "RequestSupplement" => (it, new RequestSupplement([ReliefDocuments.Diagnosis])),
            "ExtendSupplement" => (it, new ExtendSupplement()),
            "SendSupplementNotice" => (it, new SendSupplementNotice()),
            "Supply" => (With(it, ReliefStaff.Applicant, ReliefDocuments.Diagnosis), new Supply([])),
            "LapseSupplement" => (it, new LapseSupplement()),
            "PayUrgently" => (Sighted(it), new PayUrgently(new Money(random.Next(1, 2_000_00)), ReliefExample.Fund)),
            "MissUrgentCompletion" => (it, new MissUrgentCompletion()),
            "FileVerification" => (With(it, ReliefStaff.Village, ReliefDocuments.VisitForm), new FileVerification(
                VisitKind.Home, VerificationFinding.Confirmed, Civil(), random.Next(12) != 0)),
            "ConfirmVerification" => (it, new ConfirmVerification()),
            "FileReverification" => (With(it, ReliefStaff.Village, ReliefDocuments.VisitForm), new FileReverification(
                VisitKind.Home, VerificationFinding.Confirmed, Civil(), random.Next(12) != 0)),
            "ConfirmReverification" => (it, new ConfirmReverification()),
            "FileOpinion" => (it, new FileOpinion(example.Proposed, random.Next(15) == 0 ? [$"person-{random.Next(Persons)}"] : [])),
            "ConfirmOpinion" => (it, new ConfirmOpinion()),
            "ListPublicly" => (it, new ListPublicly($"list-{it.Head.Version}")),
            "FilePublicityEvidence" => Evidence(it, today),
            "EndPublicity" => (it, new EndPublicity(random.Next(10) == 0 ? Prior() : null)),
            "RaiseObjection" => (it, new RaiseObjection($"objection-{it.Head.Version}")),
            "Approve" => (it, new Approve(
                random.Next(5) == 0 ? new Money(random.NextInt64(1, proposed.Fen + 10)) : proposed, ReliefExample.Fund,
                random.Next(2) == 0 ? "M-1" : null, random.Next(10) == 0 ? Prior() : it.Facts.Screening?.Prior ?? PriorAid.None)),
            "Return" => (it, new Return(One([ReliefState.Intake, ReliefState.Verification, ReliefState.FirstOpinion]))),
            "Refuse" => (it, new Refuse([RefusalGround.R01, .. ReliefGrounds.Known(it.Facts)])),
            "RequestReview" => (it, new RequestReview()),
            "UpholdRefusal" => (it, new UpholdRefusal()),
            "CloseRefused" => (it, new CloseRefused()),
            "PreparePayment" => (it, new PreparePayment(payment)),
            "UnpreparePayment" => (it, new UnpreparePayment(payment)),
            "SendPayment" => (it, new SendPayment(payment)),
            "ConfirmPayment" => (it, new ConfirmPayment(payment, sum, today, $"bank-{payment}")),
            "BouncePayment" => (it, new BouncePayment(payment, "account-closed")),
            "CorrectPayee" => (it, new CorrectPayee(
                payment, new Payee($"vault-{it.Head.Version}", PayeeRelation.Applicant, random.Next(8) != 0), random.Next(2) == 0)),
            "ReconcilePayment" => (it, new ReconcilePayment(payment)),
            "ConfirmReceipt" => (it, new ConfirmReceipt()),
            "RecordFollowUp" => (it, new RecordFollowUp(One([30, 180]), FollowUpOutcome.InOrder)),
            "CloseAided" => (it, new CloseAided()),
            "Investigate" => (it, new Investigate("fraud-suspected")),
            "FileFinding" => (it, new FileFinding(random.Next(3) == 0 ? InvestigationFinding.Proven : InvestigationFinding.Cleared)),
            "ConfirmFinding" => (it, new ConfirmFinding()),
            "SettleRecovery" => (it, new SettleRecovery(it.Facts.Inquiry?.ToRecover ?? Money.Zero, HandedOver: random.Next(2) == 0)),
            "AttachDocument" => (it, Shared(new CaseCommand.AttachDocument($"document-{it.Head.Version}", One(ReliefDocuments.All)))),
            "SightDocument" => (it, Shared(new CaseCommand.SightDocument(it.Head.Documents.Count == 0 ? "none" : One(it.Head.Documents).Id))),
            "Withdraw" => (it, Shared(new CaseCommand.Withdraw())),
            "Suspend" => (it, Shared(new CaseCommand.Suspend("awaiting-court", today.AddDays(random.Next(0, 20))))),
            "Resume" => (it, Shared(new CaseCommand.Resume())),
            "PlaceLegalHold" => (it, Shared(new CaseCommand.PlaceLegalHold("litigation"))),
            "LiftLegalHold" => (it, Shared(new CaseCommand.LiftLegalHold("settled"))),
            "Correct" => (it, Shared(new CaseCommand.Correct(random.Next(1, it.Head.Version + 2), One(["members", "cause"]), One(["4", "Illness"])))),
            "Reopen" => (it, Shared(new CaseCommand.Reopen("new-evidence"))),
            "Recuse" => (it, Shared(new CaseCommand.Recuse([$"person-{random.Next(Persons)}"]))),
            "Remind" => (it, Shared(new CaseCommand.Remind(task, call?.Reminder ?? 1))),
            "Escalate" => (it, Shared(new CaseCommand.Escalate(task, call?.Rung ?? 1))),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, $"{actor.Role} does not know how to do this: add it."),
        };
    }

    private static Shell Shared(CaseCommand command) => new(command);

    private (ReliefCase, ReliefCommand) Evidence(ReliefCase it, DateOnly today)
    {
        ReliefCase filed = With(it, ReliefStaff.Village, ReliefDocuments.BoardPhoto);
        bool last = random.Next(2) == 0;
        string document = filed.Head.Documents.Count == 0 ? "none" : filed.Head.Documents[^1].Id;
        return (filed, new FilePublicityEvidence(last, document, last ? today : it.Facts.LastRun?.ListedOn ?? today));
    }

    private static ReliefCase With(ReliefCase it, Actor by, string kind)
        => it.Try(by, Shared(new CaseCommand.AttachDocument($"document-{it.Head.Version}", kind))) is CaseOutcome<ReliefFacts>.Accepted done ? it.Took(done) : it;

    private static ReliefCase Sighted(ReliefCase it)
        => it.Head.Documents.FirstOrDefault(document => document.Kind == ReliefDocuments.Identity) is { } identity
            && it.Try(ReliefStaff.Town, Shared(new CaseCommand.SightDocument(identity.Id))) is CaseOutcome<ReliefFacts>.Accepted done ? it.Took(done) : it;

    private CivilAffairsResult Civil() => random.Next(8) == 0 ? CivilAffairsResult.AboveStandard : CivilAffairsResult.WithinStandard;

    private PriorAid Prior() => new(new Money(random.Next(0, 12_000_00)), new Money(random.Next(0, 40_000_00)), SameCause: false, SameYear: false);

    private T One<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
