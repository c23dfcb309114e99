using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>The broker for code in the same process: what the links do, without a wire between.</summary>
public sealed partial class ServiceBusBroker
{
    /// <summary>Sends messages, all or none; done when they are durable.</summary>
    /// <exception cref="ServiceBusFaultException">No such queue, a session id is missing, or a message is too large.</exception>
    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        MessageContent[] contents = [.. messages.Select(message => message.Encode())];
        if (contents.FirstOrDefault(content => content.Encoded.Length > Options.MaxMessageBytes) is { } large)
        {
            throw new ServiceBusFaultException(
                FaultCondition.MessageSizeExceeded, $"A message of {large.Encoded.Length} bytes exceeds the limit of {Options.MaxMessageBytes} bytes.");
        }

        await core.RunAsync((machine, now) => machine.Send(EntityPath.Parse(queue), contents, now)).WaitAsync(cancellation);
    }

    /// <summary>Locks messages for the caller: those that are there, or else the first to come within a time.</summary>
    /// <param name="queue">The queue, or with <c>/$DeadLetterQueue</c> its dead-letter queue.</param>
    /// <returns>Empty when the time is over.</returns>
    /// <exception cref="ServiceBusFaultException">No such queue, or it has sessions.</exception>
    public async Task<IReadOnlyList<BrokerMessage>> ReceiveAsync(string queue, int maxMessages, TimeSpan maxWait, CancellationToken cancellation)
    {
        EntityPath path = EntityPath.Parse(queue);
        List<BrokerMessage> received = [];
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        MessageReceiver receiver = core.Open(path, delete: false, session: null, Take, () => { });
        try
        {
            core.AddCredit(receiver, maxMessages);
            await Task.WhenAny(first.Task, Task.Delay(maxWait, time, cancellation));
            TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            core.Drain(receiver, drained.SetResult);
            await Task.WhenAny(drained.Task, core.Completion);
        }
        finally
        {
            core.Close(receiver);
        }

        lock (received)
        {
            return [.. received];
        }

        void Take(DeliveredMessage message)
        {
            lock (received)
            {
                received.Add(new BrokerMessage(path, message));
            }

            first.TrySetResult();
        }
    }

    /// <summary>Looks at messages without locking them.</summary>
    public async Task<IReadOnlyList<BrokerMessage>> PeekAsync(string queue, long fromSequenceNumber, int maxMessages, CancellationToken cancellation)
    {
        EntityPath path = EntityPath.Parse(queue);
        IReadOnlyList<DeliveredMessage> seen =
            await core.RunAsync((machine, _) => machine.Peek(path, fromSequenceNumber, maxMessages, null)).WaitAsync(cancellation);
        return [.. seen.Select(message => new BrokerMessage(path, message))];
    }

    /// <summary>The message is done with.</summary>
    /// <exception cref="ServiceBusFaultException">Its lock is lost.</exception>
    public Task CompleteAsync(BrokerMessage message) => SettleAsync(message, new Settlement.Complete());

    /// <summary>The message goes back to its queue, or to the dead-letter queue when it was delivered too often.</summary>
    /// <exception cref="ServiceBusFaultException">Its lock is lost.</exception>
    public Task AbandonAsync(BrokerMessage message, IReadOnlyDictionary<string, object?>? propertiesToModify = null) =>
        SettleAsync(message, new Settlement.Abandon(ToMap(propertiesToModify)));

    /// <summary>The message waits until it is fetched by its number.</summary>
    /// <exception cref="ServiceBusFaultException">Its lock is lost.</exception>
    public Task DeferAsync(BrokerMessage message, IReadOnlyDictionary<string, object?>? propertiesToModify = null) =>
        SettleAsync(message, new Settlement.Defer(ToMap(propertiesToModify)));

    /// <summary>The message goes to the dead-letter queue.</summary>
    /// <exception cref="ServiceBusFaultException">Its lock is lost.</exception>
    public Task DeadLetterAsync(
        BrokerMessage message, string? reason, string? description, IReadOnlyDictionary<string, object?>? propertiesToModify = null) =>
        SettleAsync(message, new Settlement.DeadLetter(reason, description, ToMap(propertiesToModify)));

    /// <summary>Renews the lock.</summary>
    /// <returns>Until when it is locked now.</returns>
    /// <exception cref="ServiceBusFaultException">The lock is lost.</exception>
    public Task<DateTimeOffset> RenewLockAsync(BrokerMessage message)
    {
        Guid token = Token(message);
        return core.RunAsync((machine, now) => message.SessionId is { } session && machine.Settings(message.Path).RequiresSession && !message.Path.DeadLetter
            ? machine.RenewSession(message.Path, session, now)
            : machine.RenewLock(message.Path, token, now));
    }

    /// <summary>The state of a session that the caller holds, or null.</summary>
    /// <exception cref="ServiceBusFaultException">Nobody holds the session.</exception>
    public Task<byte[]?> GetSessionStateAsync(string queue, string sessionId) =>
        core.RunAsync((machine, _) => machine.GetSessionState(EntityPath.Parse(queue), sessionId));

    /// <summary>Sets the state of a session that the caller holds; null clears it.</summary>
    /// <exception cref="ServiceBusFaultException">Nobody holds the session.</exception>
    public Task SetSessionStateAsync(string queue, string sessionId, byte[]? state) => core.RunAsync((machine, _) =>
    {
        machine.SetSessionState(EntityPath.Parse(queue), sessionId, state);
        return true;
    });

    internal BrokerCore Core => core;

    private Task<bool> SettleAsync(BrokerMessage message, Settlement settlement)
    {
        Guid token = Token(message);
        return core.RunAsync((machine, now) =>
        {
            machine.Settle(message.Path, token, settlement, now);
            return true;
        });
    }

    private static Guid Token(BrokerMessage message) =>
        message.LockToken ?? throw new InvalidOperationException($"Message {message.SequenceNumber} of '{message.Path.Queue}' was not received under a lock.");

    private static Map? ToMap(IReadOnlyDictionary<string, object?>? properties)
    {
        if (properties is null)
        {
            return null;
        }

        Map map = new();
        foreach ((string name, object? value) in properties)
        {
            map[name] = value;
        }

        return map;
    }
}
