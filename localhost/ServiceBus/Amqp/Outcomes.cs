using Amqp.Framing;
using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>What the outcomes of AMQP mean to Service Bus.</summary>
internal static class Outcomes
{
    public static Settlement ToSettlement(DeliveryState? state) => state switch
    {
        Accepted => new Settlement.Complete(),
        Modified { UndeliverableHere: true } modified => new Settlement.Defer(modified.MessageAnnotations),
        Modified modified => new Settlement.Abandon(modified.MessageAnnotations),
        Released => new Settlement.Abandon(null),
        Rejected rejected => DeadLetter(rejected.Error),
        null => throw new ServiceBusFaultException(FaultCondition.NotAllowed, "A delivery was settled without an outcome."),
        _ => throw new ServiceBusFaultException(FaultCondition.NotImplemented, $"The outcome {state.GetType().Name} is not known here; this broker has no transactions."),
    };

    private static Settlement.DeadLetter DeadLetter(Error? error)
    {
        Map changes = new();
        string? reason = null;
        string? description = null;
        foreach (KeyValuePair<object, object> info in error?.Info ?? new Fields())
        {
            switch (info.Key.ToString())
            {
                case Annotations.DeadLetterReason:
                    reason = info.Value as string;
                    break;
                case Annotations.DeadLetterErrorDescription:
                    description = info.Value as string;
                    break;
                default:
                    changes[info.Key] = info.Value;
                    break;
            }
        }

        bool asked = error?.Condition is null || error.Condition == (Symbol)FaultCondition.DeadLetter;
        return new Settlement.DeadLetter(reason ?? (asked ? null : (string)error!.Condition), description ?? (asked ? null : error!.Description), changes);
    }
}
