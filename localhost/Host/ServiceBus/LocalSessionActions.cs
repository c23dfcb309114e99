using Azure.Messaging.ServiceBus;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>The session of one invocation at the broker in this process.</summary>
internal sealed class LocalSessionActions : ServiceBusSessionMessageActions
{
    private readonly ServiceBusBroker broker;
    private readonly ServiceBusInvocation invocation;
    private readonly BrokerMessage first;

    public LocalSessionActions(ServiceBusBroker broker, ServiceBusInvocation invocation)
    {
        this.broker = broker;
        this.invocation = invocation;
        first = invocation.Messages[0];
        SessionLockedUntil = first.LockedUntil!.Value;
    }

    public override DateTimeOffset SessionLockedUntil { get; protected set; }

    public override Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) => Tell(async () =>
        await broker.GetSessionStateAsync(first.Path.Queue, first.SessionId!) is { } state ? BinaryData.FromBytes(state) : BinaryData.Empty);

    public override Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) => Tell(async () =>
    {
        byte[]? state = sessionState?.ToArray();
        await broker.SetSessionStateAsync(first.Path.Queue, first.SessionId!, state is { Length: > 0 } ? state : null);
        return true;
    });

    public override Task ReleaseSession(CancellationToken cancellationToken = default)
    {
        invocation.ReleaseSession();
        return Task.CompletedTask;
    }

    public override Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => Tell(async () =>
    {
        SessionLockedUntil = await broker.RenewLockAsync(first);
        return true;
    });

    private static async Task<T> Tell<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (ServiceBusFaultException fault)
        {
            throw new ServiceBusException(
                fault.Message,
                fault.Condition == FaultCondition.SessionLockLost ? ServiceBusFailureReason.SessionLockLost : ServiceBusFailureReason.GeneralError,
                innerException: fault);
        }
    }
}
