using System.Globalization;
using Boai.Workflows.Cases;
using static Boai.Workflows.Payments.PaymentState;
using static Boai.Workflows.Payments.PaymentStep;

namespace Boai.Workflows.Payments;

/// <summary>The only way a payment order changes. Delivering a step twice changes nothing; nothing leads out of Paid.</summary>
/// <remarks>
/// A step names batch and try, so one that comes late (a second import, a sweeper behind a retry) is told from a new one: what the order
/// has behind it is <see cref="PaymentStepOutcome.Already"/>, what contradicts it is refused. So the same try can never be both paid and
/// bounced, and no order is ever with the bank twice at once.
/// </remarks>
public static class PaymentTransitions
{
    public static PaymentStepOutcome Apply(PaymentOrder order, PaymentStep step, DateTimeOffset at) => step switch
    {
        TakeIntoBatch take => Take(order, take),
        LeaveBatch leave => Leave(order, leave),
        Export export => ToBank(order, export),
        Confirm confirm => Pay(order, confirm),
        Bounce bounce => Return(order, bounce, at),
        Correct correct => MakeReadyAgain(order, correct),
        Cancel cancel => TakeBack(order, cancel),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static PaymentStepOutcome Take(PaymentOrder order, TakeIntoBatch step) => order.State switch
    {
        Ready ready => Move(order, new Batched(step.Batch, ready.Try)),
        _ when IsIn(order.State, step.Batch) => new PaymentStepOutcome.Already(order),
        _ => Refuse(order, PaymentProblems.NotReady),
    };

    private static PaymentStepOutcome Leave(PaymentOrder order, LeaveBatch step) => order.State switch
    {
        Batched batched when batched.Batch == step.Batch => Move(order, new Ready(batched.Try)),
        _ when !IsIn(order.State, step.Batch) => new PaymentStepOutcome.Already(order),
        _ => Refuse(order, PaymentProblems.WithBank),
    };

    private static PaymentStepOutcome ToBank(PaymentOrder order, Export step) => order.State switch
    {
        Batched batched when (batched.Batch, batched.Try) == (step.Batch, step.Try) => Move(order, new Exported(step.Batch, step.Try)),
        _ when HasReachedBank(order, step.Batch, step.Try) => new PaymentStepOutcome.Already(order),
        _ => Refuse(order, PaymentProblems.NotInBatch),
    };

    private static PaymentStepOutcome Pay(PaymentOrder order, Confirm step) => order.State switch
    {
        Exported exported when (exported.Batch, exported.Try) == (step.Batch, step.Try)
            => Move(order, new Paid(step.Batch, step.Try, step.Transaction, step.PaidOn)),
        Paid paid when paid == new Paid(step.Batch, step.Try, step.Transaction, step.PaidOn) => new PaymentStepOutcome.Already(order),
        Paid => Refuse(order, PaymentProblems.PaidAlready),
        _ => Refuse(order, PaymentProblems.NotWithBank),
    };

    private static PaymentStepOutcome Return(PaymentOrder order, Bounce step, DateTimeOffset at)
    {
        if (order.Bounces.Any(known => (known.Batch, known.Try, known.Reason) == (step.Batch, step.Try, step.Reason)))
        {
            return new PaymentStepOutcome.Already(order);
        }

        if (order.State is not Exported exported || (exported.Batch, exported.Try) != (step.Batch, step.Try))
        {
            return Refuse(order, order.State is Paid ? PaymentProblems.PaidAlready : PaymentProblems.NotWithBank);
        }

        PaymentState next = step.Try >= step.MostTries
            ? new HomeVisit(step.Batch, step.Try, step.Reason)
            : new Bounced(step.Batch, step.Try, step.Reason);
        return new PaymentStepOutcome.Moved(order with
        {
            State = next,
            Bounces = [.. order.Bounces, new PaymentBounce(step.Batch, step.Try, step.Reason, at)],
        });
    }

    private static PaymentStepOutcome MakeReadyAgain(PaymentOrder order, Correct step) => order.State switch
    {
        Bounced bounced when bounced.Try == step.Try => Move(order, new Ready(step.Try + 1)),
        HomeVisit visit when visit.Try == step.Try && step.Visited => Move(order, new Ready(step.Try + 1)),
        HomeVisit visit when visit.Try == step.Try => Refuse(order, PaymentProblems.VisitNeeded),
        _ when TryOf(order.State) > step.Try => new PaymentStepOutcome.Already(order),
        _ => Refuse(order, PaymentProblems.NotBounced),
    };

    private static PaymentStepOutcome TakeBack(PaymentOrder order, Cancel step) => order.State switch
    {
        Ready or Bounced or HomeVisit => Move(order, new Cancelled(step.ReasonCode)),
        Cancelled => new PaymentStepOutcome.Already(order),
        Paid => Refuse(order, PaymentProblems.PaidAlready),
        _ => Refuse(order, PaymentProblems.InBatch),
    };

    private static bool IsIn(PaymentState state, BatchId batch) => state switch
    {
        Batched inBatch => inBatch.Batch == batch,
        Exported withBank => withBank.Batch == batch,
        Paid paid => paid.Batch == batch,
        Bounced bounced => bounced.Batch == batch,
        HomeVisit visit => visit.Batch == batch,
        _ => false,
    };

    private static bool HasReachedBank(PaymentOrder order, BatchId batch, int @try)
        => order.Bounces.Any(known => (known.Batch, known.Try) == (batch, @try))
            || order.State switch
            {
                Exported exported => (exported.Batch, exported.Try) == (batch, @try),
                Paid paid => (paid.Batch, paid.Try) == (batch, @try),
                _ => false,
            };

    private static int TryOf(PaymentState state) => state switch
    {
        Ready ready => ready.Try,
        Batched batched => batched.Try,
        Exported exported => exported.Try,
        Paid paid => paid.Try,
        Bounced bounced => bounced.Try,
        HomeVisit visit => visit.Try,
        _ => 0,
    };

    private static PaymentStepOutcome.Moved Move(PaymentOrder order, PaymentState next) => new(order with { State = next });

    private static PaymentStepOutcome.Refused Refuse(PaymentOrder order, string code)
        => new(CaseProblem.Of(
            code,
            ("payment", order.Id.Value),
            ("state", order.State.Name),
            ("try", TryOf(order.State).ToString(CultureInfo.InvariantCulture))));
}
