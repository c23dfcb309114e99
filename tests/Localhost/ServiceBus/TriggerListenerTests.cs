using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The trigger's listener alone: locks while a function runs, and what it does when it stops.</summary>
public sealed class TriggerListenerTests
{
    [Fact]
    public async Task Locks_are_renewed_while_a_function_runs_and_no_longer_than_host_json_says()
    {
        await using TestBroker broker = await TestBroker.StartAsync(listens: false);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<int> deliveries = [];
        await using ServiceBusTriggerListener listener = Listen(broker, "plain", TimeSpan.FromMinutes(2), async invocation =>
        {
            lock (deliveries)
            {
                deliveries.Add(invocation.Messages[0].DeliveryCount);
            }

            entered.TrySetResult();
            await leave.Task;
        });
        await broker.Broker.SendAsync("plain", [new OutgoingMessage(BinaryData.FromString("x")) { MessageId = "m" }], default);
        await entered.Task;

        // Half a lock duration at a time, each step when the renewal before it has taken effect.
        for (int step = 1; step <= 8; step++)
        {
            DateTimeOffset lockEnds = broker.Clock.GetUtcNow().AddSeconds(30);
            await UntilAsync(() => LockedUntil(broker) == lockEnds && broker.Clock.NextDue == broker.Clock.GetUtcNow().AddSeconds(15));
            broker.Clock.Advance(TimeSpan.FromSeconds(15));
        }

        await UntilAsync(() => LockedUntil(broker) == Samples.Start.AddSeconds(150));
        Assert.Equal([1], deliveries);

        // Two minutes are over: the lock is left to run out, and the message is delivered again.
        broker.Clock.Advance(TimeSpan.FromSeconds(30));
        await UntilAsync(() => Count() == 2);
        Assert.Equal([1, 2], deliveries);
        leave.SetResult();

        int Count()
        {
            lock (deliveries)
            {
                return deliveries.Count;
            }
        }
    }

    [Fact]
    public async Task A_listener_that_stops_waits_for_its_function_and_settles_its_message()
    {
        await using TestBroker broker = await TestBroker.StartAsync(listens: false);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ServiceBusTriggerListener listener = Listen(broker, "plain", TimeSpan.FromMinutes(5), async _ =>
        {
            entered.SetResult();
            await leave.Task;
        });
        await broker.Broker.SendAsync("plain", [new OutgoingMessage(BinaryData.FromString("x"))], default);
        await entered.Task;
        Task stopped = listener.DisposeAsync().AsTask();
        Assert.False(stopped.IsCompleted);
        await broker.Broker.SendAsync("plain", [new OutgoingMessage(BinaryData.FromString("left"))], default);
        leave.SetResult();
        await stopped;

        BrokerMessage left = Assert.Single(await broker.Broker.PeekAsync("plain", 0, 10, default));
        Assert.Equal("left", left.Body.ToString());
    }

    [Fact]
    public async Task A_session_is_left_after_its_idle_time_but_not_while_its_function_runs()
    {
        await using TestBroker broker = await TestBroker.StartAsync(listens: false);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkTracker work = new();
        await using ServiceBusTriggerListener listener = Listen(
            broker,
            "sessions",
            TimeSpan.Zero,
            async _ =>
            {
                entered.SetResult();
                await leave.Task;
            },
            work);
        await broker.Broker.SendAsync("sessions", [new OutgoingMessage(BinaryData.FromString("x")) { SessionId = "s" }], default);
        await entered.Task;
        broker.Clock.Advance(TimeSpan.FromSeconds(20)); // twice the idle time, less than the session's lock
        Assert.Equal(FaultCondition.SessionCannotBeLocked, await RefusalAsync(broker));
        leave.SetResult();
        await work.WhenIdleAsync(default);
        await UntilAsync(() => broker.Clock.NextDue == Samples.Start.AddSeconds(30));
        Assert.Equal(FaultCondition.SessionCannotBeLocked, await RefusalAsync(broker));

        broker.Clock.Advance(TimeSpan.FromSeconds(10));
        await work.WhenIdleAsync(default);
        broker.Broker.Core.ReleaseSession(await broker.Broker.Core.AcceptSessionAsync(Samples.Sessions, "s", TimeSpan.Zero));
    }

    private static async Task<string> RefusalAsync(TestBroker broker) => (await Assert.ThrowsAsync<ServiceBusFaultException>(
        () => broker.Broker.Core.AcceptSessionAsync(Samples.Sessions, "s", TimeSpan.Zero))).Condition;

    private static ServiceBusTriggerListener Listen(
        TestBroker broker, string queue, TimeSpan renewal, Func<ServiceBusInvocation, Task> run, WorkTracker? work = null)
    {
        ServiceBusTriggerListener listener = new(
            broker.Broker,
            new ServiceBusTriggerSettings
            {
                QueueName = queue,
                IsSessionsEnabled = queue == "sessions",
                MaxAutoLockRenewalDuration = renewal,
                SessionIdleTimeout = TimeSpan.FromSeconds(10),
            },
            (invocation, _) => run(invocation),
            broker.Clock,
            work,
            NullLogger.Instance);
        listener.Start();
        return listener;
    }

    private static DateTimeOffset? LockedUntil(TestBroker broker) =>
        broker.Broker.Core.RunAsync((machine, _) => machine.Find(Samples.Plain).Messages.Values.Single().Lock?.Until).GetAwaiter().GetResult();

    /// <summary>What another thread does next is waited for by looking; the time limit is for a test that fails.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(120), "It did not happen within 120 s.");
            await Task.Yield();
        }
    }
}
