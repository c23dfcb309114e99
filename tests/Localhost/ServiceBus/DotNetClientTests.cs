using Azure.Messaging.ServiceBus;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The broker as the official .NET client sees it, over AMQP.</summary>
public sealed class DotNetClientTests
{
    [Fact]
    public async Task The_official_dotnet_client_sends_receives_and_settles()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using ServiceBusClient client = new(broker.ConnectionString);
        ServiceBusSender sender = client.CreateSender("plain");
        await sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "a", Subject = "H01", ApplicationProperties = { ["beds"] = 3 } });
        using ServiceBusMessageBatch batch = await sender.CreateMessageBatchAsync();
        Assert.Equal(1024 * 1024, batch.MaxSizeInBytes);
        Assert.True(batch.TryAddMessage(new ServiceBusMessage("second") { MessageId = "b" }));
        await sender.SendMessagesAsync(batch);
        long scheduled = await sender.ScheduleMessageAsync(new ServiceBusMessage("later") { MessageId = "c" }, Samples.Start.AddHours(1));

        ServiceBusReceiver receiver = client.CreateReceiver("plain");
        ServiceBusReceivedMessage first = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(("first", "a", "H01", 3, 1), (first.Body.ToString(), first.MessageId, first.Subject, (int)first.ApplicationProperties["beds"], first.DeliveryCount));
        Assert.Equal(Samples.Start.AddSeconds(30), first.LockedUntil);
        await receiver.RenewMessageLockAsync(first);
        await receiver.CompleteMessageAsync(first);
        ServiceBusReceivedMessage second = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(120));
        await receiver.DeadLetterMessageAsync(second, "Unreadable", "no header");

        ServiceBusReceiver dead = client.CreateReceiver("plain", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        ServiceBusReceivedMessage lost = await dead.ReceiveMessageAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(("b", "Unreadable", "no header"), (lost.MessageId, lost.DeadLetterReason, lost.DeadLetterErrorDescription));
        await dead.CompleteMessageAsync(lost);
        Assert.Equal(ServiceBusMessageState.Scheduled, Assert.Single(await receiver.PeekMessagesAsync(10)).State);
        await sender.CancelScheduledMessageAsync(scheduled);
        Assert.Empty(await receiver.PeekMessagesAsync(10, fromSequenceNumber: 0));
    }

    [Fact]
    public async Task The_official_dotnet_client_is_refused_what_is_too_large()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using ServiceBusClient client = new(broker.ConnectionString);
        ServiceBusSender sender = client.CreateSender("plain");
        await sender.SendMessageAsync(new ServiceBusMessage(new byte[(1024 * 1024) - 256]));
        ServiceBusException refusal = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(new ServiceBusMessage(new byte[1024 * 1024])));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, refusal.Reason);
    }

    [Fact]
    public async Task The_official_dotnet_client_works_session_by_session()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using ServiceBusClient client = new(broker.ConnectionString);
        await client.CreateSender("sessions").SendMessagesAsync([
            new ServiceBusMessage("1") { SessionId = "s1" }, new ServiceBusMessage("2") { SessionId = "s1" }]);
        await using ServiceBusSessionReceiver session = await client.AcceptNextSessionAsync("sessions");
        await session.SetSessionStateAsync(BinaryData.FromString("half"));
        IReadOnlyList<ServiceBusReceivedMessage> messages = await session.ReceiveMessagesAsync(2, TimeSpan.FromSeconds(120));

        Assert.Equal("s1", session.SessionId);
        Assert.Equal("1", messages[0].Body.ToString());
        Assert.Equal("half", (await session.GetSessionStateAsync()).ToString());
        ServiceBusException taken = await Assert.ThrowsAsync<ServiceBusException>(() => client.AcceptSessionAsync("sessions", "s1"));
        Assert.Equal(ServiceBusFailureReason.SessionCannotBeLocked, taken.Reason);
    }
}
