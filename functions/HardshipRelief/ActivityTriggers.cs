using Boai.Functions.Cases;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaymentStep = Boai.Workflows.HardshipRelief.PaymentStep;

namespace Boai.Functions.HardshipRelief;

/// <summary>What the orchestration has done outside. Each may run more than once and then changes nothing more.</summary>
internal sealed class ActivityTriggers(
    CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies, HouseholdHistory history, Listing listing, ReliefNotices notices,
    ReliefArchive archive, OpenedCases opened, CorrectedAccounts accounts, IPaymentDesk desk, ILogger<ActivityTriggers> logger)
{
    [Function(ReliefActivities.CatchUp)]
    public async Task<ReliefStanding> CatchUp([ActivityTrigger] CatchUp input, CancellationToken cancellation)
    {
        if (opened.Take(input.Number) is { } fresh && !input.RefreshReadModels)
        {
            return ReliefStanding.Of(fresh, policies.For(fresh.Head));
        }

        StoredCase<ReliefFacts> stored = await Load(input.Number, cancellation);
        if (input.RefreshReadModels)
        {
            await worklist.Refresh(stored.Head, cancellation);
        }

        return ReliefStanding.Of(stored.File, policies.For(stored.Head));
    }

    [Function(ReliefActivities.TakeStep)]
    public async Task<bool> TakeStep([ActivityTrigger] ReliefStep input, CancellationToken cancellation)
    {
        ReliefCommand command = await CommandOf(input, cancellation);
        SystemStep step = await decisions.Step<ReliefFacts>(
            input.Number, (file, deciding) => ReliefProcess.Apply(file, command, deciding), $"{input.Number.Value}|{input.Step}|{input.Version}", cancellation);
        return step is SystemStep.Done;
    }

    [Function(ReliefActivities.Publish)]
    public Task Publish([ActivityTrigger] ReliefVisit input, CancellationToken cancellation) => listing.PutUp(input, cancellation);

    [Function(ReliefActivities.Unpublish)]
    public Task Unpublish([ActivityTrigger] ReliefVisit input, CancellationToken cancellation) => listing.TakeDown(input.Number, cancellation);

    [Function(ReliefActivities.Notify)]
    public Task Notify([ActivityTrigger] ReliefNotice input, CancellationToken cancellation) => notices.Send(input, cancellation);

    [Function(ReliefActivities.Call)]
    public async Task<bool> Call([ActivityTrigger] ReliefCall input, CancellationToken cancellation)
    {
        (CaseNumber number, TaskCall call) = input;
        CaseTask? task = (await Load(number, cancellation)).Head.Tasks.FirstOrDefault(open => open.Id == call.TaskId);
        CaseCommand command = call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder);
        string id = $"{number.Value}|call|{call.TaskId}|{call.Reminder}|{call.Rung}";
        SystemStep step = await decisions.Step<ReliefFacts>(
            number, (file, deciding) => ReliefProcess.Apply(file, command, deciding), id, cancellation);
        if (step is SystemStep.Done && task is not null)
        {
            await notices.SendCall(number, task, call, id, cancellation);
        }

        return step is SystemStep.Done;
    }

    [Function(ReliefActivities.PreparePayment)]
    public async Task PreparePayment([ActivityTrigger] PaymentStep input, CancellationToken cancellation)
    {
        PaymentId payment = PaymentId.Parse(input.PaymentId);
        StoredCase<ReliefFacts> stored = await Load(input.Number, cancellation);
        if (ReliefMandate.Of(stored.File, payment) is not { Frozen: false })
        {
            return; // the case has stopped it meanwhile, and asks again when it goes on
        }

        await accounts.TakeOver(stored, cancellation);
        IReadOnlyList<CaseProblem> obstacles = await desk.Find(payment, cancellation) switch
        {
            { State: PaymentState.Bounced bounced } => await Again(payment, bounced.Try, visited: false, cancellation),
            { State: PaymentState.HomeVisit visit } => await Again(payment, visit.Try, visited: true, cancellation),
            _ => await desk.Open(payment, cancellation),
        };
        if (obstacles is not [])
        {
            throw new InvalidOperationException(
                $"Payment {payment} cannot be ordered: {string.Join(", ", obstacles.Select(obstacle => obstacle.Code))}. It is tried again.");
        }
    }

    [Function(ReliefActivities.CancelPayment)]
    public async Task CancelPayment([ActivityTrigger] PaymentStep input, CancellationToken cancellation)
    {
        PaymentId payment = PaymentId.Parse(input.PaymentId);
        if (await desk.Cancel(payment, "case-ended", cancellation) is { } obstacle)
        {
            throw new InvalidOperationException($"Payment {payment} cannot be cancelled: {obstacle.Code}. It is tried again.");
        }

        ReliefFacts facts = (await Load(input.Number, cancellation)).Facts;
        if (facts.Payments.FirstOrDefault(known => known.PaymentId == input.PaymentId) is { } ordered)
        {
            await desk.Release(FundId.Parse(ordered.FundId), payment, cancellation); // a promise whose order was never opened
        }
    }

    [Function(ReliefActivities.RecordAid)]
    public async Task RecordAid([ActivityTrigger] PaymentStep input, CancellationToken cancellation)
    {
        AidRecord record = await desk.RecordAid(PaymentId.Parse(input.PaymentId), ReliefProcess.Programme, AidMetrics.HardshipRelief, cancellation);
        logger.LogInformation("Aid of {Fen} fen recorded for {Payment}", record.Cash.Fen, record.Payment.Value);
    }

    [Function(ReliefActivities.Archive)]
    public Task Archive([ActivityTrigger] ReliefVisit input, CancellationToken cancellation) => archive.Close(input.Number, cancellation);

    private async Task<IReadOnlyList<CaseProblem>> Again(PaymentId payment, int @try, bool visited, CancellationToken cancellation) =>
        await desk.Correct(payment, @try, visited, cancellation) is { } obstacle ? [obstacle] : [];

    private async Task<ReliefCommand> CommandOf(ReliefStep input, CancellationToken cancellation) => input.Step switch
    {
        ReliefSystemStep.Screen => new ReliefCommand.Screen(new Screening(InRegion: true, await Prior(input.Number, cancellation), [])),
        ReliefSystemStep.PurgeDraft => new ReliefCommand.PurgeDraft(),
        ReliefSystemStep.SendSupplementNotice => new ReliefCommand.SendSupplementNotice(),
        ReliefSystemStep.LapseSupplement => new ReliefCommand.LapseSupplement(),
        ReliefSystemStep.EndPublicity => new ReliefCommand.EndPublicity(await Prior(input.Number, cancellation)),
        ReliefSystemStep.CloseRefused => new ReliefCommand.CloseRefused(),
        ReliefSystemStep.CloseAided => new ReliefCommand.CloseAided(),
        ReliefSystemStep.MissUrgentCompletion => new ReliefCommand.MissUrgentCompletion(),
        ReliefSystemStep.Resume => new ReliefCommand.Shell(new CaseCommand.Resume()),
        _ => throw new System.Diagnostics.UnreachableException($"No such step: {input.Step}"),
    };

    private async Task<PriorAid> Prior(CaseNumber number, CancellationToken cancellation) =>
        await history.Prior(await Load(number, cancellation), cancellation);

    private async Task<StoredCase<ReliefFacts>> Load(CaseNumber number, CancellationToken cancellation) =>
        await cases.Load<ReliefFacts>(number, cancellation) ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
}
