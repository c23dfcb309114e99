using Azure.Messaging.ServiceBus;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>Settles the messages of one invocation at the broker in this process.</summary>
internal sealed class LocalMessageActions(ServiceBusBroker broker, ServiceBusInvocation invocation) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, broker.CompleteAsync, cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        SettleAsync(message, held => broker.AbandonAsync(held, Changes(propertiesToModify)), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync(
            message, held => broker.DeadLetterAsync(held, deadLetterReason, deadLetterErrorDescription, Changes(propertiesToModify)), cancellationToken);

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        SettleAsync(message, held => broker.DeferAsync(held, Changes(propertiesToModify)), cancellationToken);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, broker.RenewLockAsync, cancellationToken);

    private static Dictionary<string, object?>? Changes(IDictionary<string, object>? properties) =>
        properties?.ToDictionary(property => property.Key, property => (object?)property.Value);

    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<BrokerMessage, Task> settle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        BrokerMessage held = invocation.Messages.FirstOrDefault(held => held.LockToken?.ToString() == message.LockToken)
            ?? throw new InvalidOperationException($"Message {message.MessageId} is none of those that started this invocation, so it cannot be settled here.");
        try
        {
            await settle(held).WaitAsync(cancellation);
        }
        catch (ServiceBusFaultException fault)
        {
            throw new ServiceBusException(
                fault.Message,
                fault.Condition == FaultCondition.MessageLockLost ? ServiceBusFailureReason.MessageLockLost : ServiceBusFailureReason.GeneralError,
                innerException: fault);
        }
    }
}
