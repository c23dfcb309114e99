using System.Globalization;
using Boai.Tests.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>One case with its workflow in virtual time: the activities apply the real rules to a case in memory.</summary>
internal sealed class ReliefWorld
{
    private readonly ReliefExample example;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public ReliefWorld(ReliefExample example, ReliefCase? opened = null, bool repeats = false)
    {
        this.example = example;
        Case = opened ?? ReliefCases.Submitted(example);
        Run = new WorkflowRun(example.OpenedAt, example.Number.Value) { RunsEveryActivityTwice = repeats }
            .On<CatchUp>(ReliefActivities.CatchUp, _ => Case.Standing)
            .On<ReliefStep>(ReliefActivities.TakeStep, step => Take(step))
            .On<ReliefVisit>(ReliefActivities.Publish, Publish)
            .On<ReliefVisit>(ReliefActivities.Unpublish, _ => Tell("unpublish"))
            .On<ReliefNotice>(ReliefActivities.Notify, notice => Once($"{notice.Kind}|{notice.StateVersion}", $"tell {notice.Kind}"))
            .On<ReliefCall>(ReliefActivities.Call, call => Call(call.Call))
            .On<PaymentStep>(ReliefActivities.PreparePayment, step => Once($"order|{step.PaymentId}|{Tries(step)}", $"order {Short(step)}"))
            .On<PaymentStep>(ReliefActivities.CancelPayment, step => Once($"cancel|{step.PaymentId}", $"cancel {Short(step)}"))
            .On<PaymentStep>(ReliefActivities.RecordAid, step => Once($"aid|{step.PaymentId}", $"record aid {Short(step)}"))
            .On<ReliefVisit>(ReliefActivities.Archive, visit => Once($"archive|{visit.StateVersion}", "archive"));
        Run.Start(() => new HardshipReliefApplication(), example.Number);
    }

    public WorkflowRun Run { get; }

    public ReliefCase Case { get; private set; }

    /// <summary>What the system did, each once, with its Beijing minute.</summary>
    public List<string> Story { get; } = [];

    /// <summary>How often the workflow is told of a change: 0 when the event is lost, 2 when it is doubled.</summary>
    public int EventsPerChange { get; init; } = 1;

    /// <summary>Steps that the case refused.</summary>
    public int RefusedSteps { get; private set; }

    /// <summary>Somebody acts at a Beijing instant.</summary>
    public ReliefWorld On(string beijing, Func<ReliefCase, ReliefCase> act) => On(ReliefCase.Beijing(beijing), act);

    public ReliefWorld On(DateTimeOffset instant, Func<ReliefCase, ReliefCase> act)
    {
        Run.At(instant, () =>
        {
            ReliefCase acted = act(Case.At(Run.Now));
            Assert.Equal(Run.Now, acted.Now); // time is the run's alone
            Case = acted;
            for (int copy = 0; copy < EventsPerChange; copy++)
            {
                Run.Raise(CaseChanged.EventName, new CaseChanged(Case.Head.Version));
            }
        });
        return this;
    }

    /// <summary>Acceptance, visit and proposal on 2, 3 and 4 March: the list goes up on Wednesday the 4th.</summary>
    public ReliefWorld UpToPublicity() => On("2026-03-02T10:00", it => it.IsAccepted())
        .On("2026-03-03T10:00", it => it.IsVerified())
        .On("2026-03-04T10:00", it => it.IsProposed(example.Proposed));

    /// <summary>Both photographs: the list hangs until the end of Wednesday the 11th.</summary>
    public ReliefWorld Photographed() => On("2026-03-04T15:00", it => it.IsPhotographed(lastDay: false))
        .On("2026-03-11T16:00", it => it.IsPhotographed(lastDay: true));

    public ReliefWorld ApprovedAndSent() => On("2026-03-12T10:00", it => it.IsApproved(example))
        .On("2026-03-13T10:00", it => it.IsSent());

    public ReliefWorld PaidAndClosed() => On("2026-03-16T09:00", it => it.IsPaid())
        .On("2026-03-16T10:00", it => it.IsReconciled())
        .On("2026-03-17T10:00", it => it.Does(ReliefStaff.Applicant, new ReliefCommand.ConfirmReceipt()));

    public ClosedCase ToEnd() => Run.ToEnd<ClosedCase>();

    public void Until(string beijing) => Run.Until(ReliefCase.Beijing(beijing));

    private bool Take(ReliefStep step)
    {
        ReliefCommand command = step.Step switch
        {
            ReliefSystemStep.Screen => new ReliefCommand.Screen(example.Findings),
            ReliefSystemStep.PurgeDraft => new ReliefCommand.PurgeDraft(),
            ReliefSystemStep.SendSupplementNotice => new ReliefCommand.SendSupplementNotice(),
            ReliefSystemStep.LapseSupplement => new ReliefCommand.LapseSupplement(),
            ReliefSystemStep.EndPublicity => new ReliefCommand.EndPublicity(Prior: null),
            ReliefSystemStep.CloseRefused => new ReliefCommand.CloseRefused(),
            ReliefSystemStep.CloseAided => new ReliefCommand.CloseAided(),
            ReliefSystemStep.MissUrgentCompletion => new ReliefCommand.MissUrgentCompletion(),
            ReliefSystemStep.Resume => new ReliefCommand.Shell(new CaseCommand.Resume()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Apply(command, $"{step.Step}|{step.Version}", $"step {step.Step}");
    }

    private bool Call(TaskCall call) => Apply(
        new ReliefCommand.Shell(call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder)),
        $"call|{call.TaskId}|{call.Reminder}|{call.Rung}",
        call.Rung > 0 ? $"rung {call.Rung} {Kind(call)}" : $"remind {call.Reminder} {Kind(call)}");

    private object? Publish(ReliefVisit visit)
    {
        if (Case.State.IsPublic() && Case.Head.StateVersion == visit.StateVersion && Case.Facts.LastRun is { ListingId: null })
        {
            Case = Case.At(Run.Now).IsListed();
            Tell("publish");
        }

        return null;
    }

    // A step has a key: what was decided under it is answered again and not decided again.
    private bool Apply(ReliefCommand command, string key, string line)
    {
        if (taken.Contains(key))
        {
            return true;
        }

        Case = Case.At(Run.Now);
        if (Case.Try(ReliefStaff.System, command) is not CaseOutcome<ReliefFacts>.Accepted done)
        {
            RefusedSteps++;
            return false;
        }

        Case = Case.Took(done);
        taken.Add(key);
        Tell(line);
        return true;
    }

    private object? Once(string key, string line) => taken.Add(key) ? Tell(line) : null;

    private object? Tell(string line)
    {
        Story.Add(string.Create(CultureInfo.InvariantCulture, $"{Run.Now.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm} {line}"));
        return null;
    }

    private int Tries(PaymentStep step) => Case.Facts.Payments.Single(payment => payment.PaymentId == step.PaymentId).Tries;

    private static string Kind(TaskCall call) => call.TaskId[..call.TaskId.LastIndexOf('-')];

    private static string Short(PaymentStep step) => step.PaymentId[(step.PaymentId.LastIndexOf('-') + 1)..];
}
