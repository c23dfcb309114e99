using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>Faults as the protocol writes them.</summary>
internal static class AmqpErrors
{
    public static Error From(Exception failure) => failure switch
    {
        ServiceBusFaultException fault => Make(fault.Condition, fault.Message),
        AmqpException amqp => amqp.Error,
        _ => Make(FaultCondition.InternalError, failure.Message),
    };

    public static Error Make(string condition, string description) => new(new Symbol(condition)) { Description = description };
}
