using Boai.Localhost.ServiceBus;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>Queues and messages that the tests of the broker start from.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly EntityPath Plain = EntityPath.Parse("plain");
    public static readonly EntityPath PlainDead = EntityPath.Parse("plain/$DeadLetterQueue");
    public static readonly EntityPath Sessions = EntityPath.Parse("sessions");

    public static ServiceBusConfiguration Configuration { get; } = new(
    [
        new QueueSettings("plain") { LockDuration = TimeSpan.FromSeconds(30), MaxDeliveryCount = 3 },
        new QueueSettings("sessions") { RequiresSession = true, LockDuration = TimeSpan.FromSeconds(30) },
        new QueueSettings("once") { RequiresDuplicateDetection = true, DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(10) },
        new QueueSettings("brief") { DefaultMessageTimeToLive = TimeSpan.FromMinutes(1), DeadLetteringOnMessageExpiration = true },
        new QueueSettings("fleeting") { DefaultMessageTimeToLive = TimeSpan.FromMinutes(1) },
        new QueueSettings("door") { ForwardTo = "plain" },
        new QueueSettings("bins") { MaxDeliveryCount = 1, ForwardDeadLetteredMessagesTo = "plain" },
    ]);

    public static BrokerMachine NewMachine() => new(Configuration, Guid.NewGuid);

    public static MessageContent Message(string id, string? session = null, TimeSpan? life = null, DateTimeOffset? scheduledFor = null) =>
        new OutgoingMessage(BinaryData.FromString($"body of {id}"))
        {
            MessageId = id,
            SessionId = session,
            TimeToLive = life,
            ScheduledFor = scheduledFor,
            ApplicationProperties = new Dictionary<string, object?> { ["kind"] = "sample" },
        }.Encode();

    public static DeliveredMessage? Receive(this BrokerMachine machine, EntityPath path, DateTimeOffset now)
    {
        machine.Sweep(now);
        return machine.Receive(machine.Find(path), delete: false, session: null, now);
    }

    public static void Settle(this BrokerMachine machine, EntityPath path, DeliveredMessage message, Settlement settlement, DateTimeOffset now)
    {
        machine.Sweep(now);
        machine.Settle(path, message.LockToken!.Value, settlement, now);
    }

    /// <summary>Everything durable in a state, as comparable text.</summary>
    public static string[] Describe(this BrokerState state) => [.. state.Snapshot()
        .Where(fact => fact is not BrokerEvent.Numbered { LastSequence: 0 })
        .Select(fact => Convert.ToHexString(EventCodec.Write([fact])))
        .Order(StringComparer.Ordinal)];
}
