using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Host;

/// <summary>Every shape in which a function may take or send Service Bus messages.</summary>
public sealed class ServiceBusFunctions(Diary diary)
{
    [Function("BusText")]
    public void Text(
        [ServiceBusTrigger("texts")] string body,
        string messageId,
        int deliveryCount,
        long sequenceNumber,
        DateTimeOffset enqueuedTime,
        string? correlationId,
        string? subject,
        IDictionary<string, JsonElement> applicationProperties,
        FunctionContext context)
    {
        string properties = string.Join(',', applicationProperties.Select(property => $"{property.Key}={property.Value}"));
        diary.Write($"text {body} {messageId} #{deliveryCount} no {sequenceNumber} at {enqueuedTime:HH:mm} {correlationId ?? "-"} {subject ?? "-"} [{properties}] {context.BindingContext.BindingData["ContentType"] ?? "-"}");
        if (body == "bad")
        {
            throw new InvalidOperationException("cannot take bad");
        }
    }

    [Function("BusDead")]
    public void Dead([ServiceBusTrigger("texts/$DeadLetterQueue")] ServiceBusReceivedMessage message) =>
        diary.Write($"dead {message.Body} {message.DeadLetterReason} from {message.DeadLetterSource}");

    [Function("BusBytes")]
    public void Bytes([ServiceBusTrigger("bytes")] byte[] body) => diary.Write($"bytes {Convert.ToHexString(body)}");

    [Function("BusData")]
    public void Data([ServiceBusTrigger("data")] BinaryData body) => diary.Write($"data {body}");

    [Function("BusParcel")]
    [ServiceBusOutput("%ReplyQueue%", Connection = "ReplyBus")]
    public Parcel? TakeParcel([ServiceBusTrigger("parcels", Connection = "Hospital")] Parcel parcel)
    {
        diary.Write($"parcel {parcel.Name} {parcel.Weight}");
        return parcel.Weight > 0 ? parcel with { Weight = parcel.Weight + 1 } : null;
    }

    [Function("BusReply")]
    public void Reply([ServiceBusTrigger("replies")] Parcel parcel, string contentType) => diary.Write($"reply {parcel.Name} {parcel.Weight} {contentType}");

    [Function("BusFan")]
    public static FannedOut Fan([HttpTrigger("post", Route = "fan/{text}")] HttpRequest request, string text) => new()
    {
        Texts = text.Split(','),
        Bytes = [1, 2, 255],
        Answer = TypedResults.Accepted((string?)null),
    };

    [Function("BusOrchestration")]
    public static async Task<string> Orchestrate([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string sent = await context.CallActivityAsync<string>("BusSendReturned", "returned");
        FromActivity? properties = await context.CallActivityAsync<FromActivity?>("BusSendProperty", "property");
        return $"{sent}, {(properties is null ? "nothing" : "something")}";
    }

    [Function("BusSendReturned")]
    [ServiceBusOutput("texts")]
    public static string SendReturned([ActivityTrigger] string text) => text;

    [Function("BusSendProperty")]
    public static FromActivity SendProperty([ActivityTrigger] string text) => new([text + " 1", text + " 2"]);
}

public sealed class FannedOut
{
    [ServiceBusOutput("texts")]
    public string[] Texts { get; init; } = [];

    [ServiceBusOutput("bytes")]
    public byte[]? Bytes { get; init; }

    [ServiceBusOutput("parcels")]
    public Parcel[]? Parcels { get; init; }

    [HttpResult]
    public IResult? Answer { get; init; }
}

/// <summary>What an activity returns only to send it.</summary>
public sealed record FromActivity([property: ServiceBusOutput("texts")] string[] Texts);

/// <summary>A function that settles its message itself, as the message's subject says.</summary>
public sealed class SettlingFunctions(Diary diary)
{
    [Function("BusSettle")]
    public async Task Settle(
        [ServiceBusTrigger("settled", AutoCompleteMessages = false)] ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        diary.Write($"{message.Subject} {message.MessageId} #{message.DeliveryCount} {string.Join(',', message.ApplicationProperties.Select(property => $"{property.Key}={property.Value}"))}".TrimEnd());
        Dictionary<string, object> changes = new() { ["seen"] = message.DeliveryCount };
        switch (message.Subject)
        {
            case "complete":
                await actions.RenewMessageLockAsync(message, cancellation);
                await actions.CompleteMessageAsync(message, cancellation);
                ServiceBusException twice = await Assert.ThrowsAsync<ServiceBusException>(() => actions.CompleteMessageAsync(message, cancellation));
                diary.Write($"twice: {twice.Reason}");
                break;
            case "abandon":
                await (message.DeliveryCount == 1 ? actions.AbandonMessageAsync(message, changes, cancellation) : actions.CompleteMessageAsync(message, cancellation));
                break;
            case "defer":
                await actions.DeferMessageAsync(message, changes, cancellation);
                break;
            case "dead":
                await actions.DeadLetterMessageAsync(message, changes, "Unreadable", "no header", cancellation);
                break;
            case "forget":
                break;
        }
    }
}

/// <summary>Batches.</summary>
public sealed class BatchFunctions(Diary diary)
{
    [Function("BusBatch")]
    public void Batch([ServiceBusTrigger("texts", IsBatched = true)] string[] bodies, string[] messageIdArray, int[] deliveryCountArray) =>
        diary.Write($"batch {string.Join(',', bodies)} {string.Join(',', messageIdArray)} {string.Join(',', deliveryCountArray)}");

    [Function("BusMessageBatch")]
    public async Task Messages([ServiceBusTrigger("settled", IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages, ServiceBusMessageActions actions)
    {
        diary.Write($"messages {string.Join(',', messages.Select(message => message.MessageId))}");
        foreach (ServiceBusReceivedMessage message in messages)
        {
            await actions.CompleteMessageAsync(message);
        }
    }

    [Function("BusParcelBatch")]
    public void Parcels([ServiceBusTrigger("parcels", IsBatched = true)] IReadOnlyList<Parcel> parcels) =>
        diary.Write($"parcels {parcels.Sum(parcel => parcel.Weight)}");
}

/// <summary>Sessions.</summary>
public sealed class SessionFunctions(Diary diary)
{
    [Function("BusSession")]
    public async Task Session(
        [ServiceBusTrigger("sessions", IsSessionsEnabled = true)] string body, string sessionId, ServiceBusSessionMessageActions session)
    {
        int seen = (await session.GetSessionStateAsync()) is { IsEmpty: false } state ? state.ToObjectFromJson<int>() + 1 : 1;
        await session.SetSessionStateAsync(BinaryData.FromObjectAsJson(seen));
        await session.RenewSessionLockAsync();
        diary.Write($"{sessionId} {body} {seen} until {session.SessionLockedUntil:HH:mm:ss}");
        if (body == "last")
        {
            await session.ReleaseSession();
        }
    }
}

/// <summary>Counts how many of its invocations run at once.</summary>
public sealed class ConcurrentFunctions(Crowd crowd)
{
    [Function("BusCrowd")]
    public Task Crowded([ServiceBusTrigger("texts")] string body) => crowd.EnterAsync();
}

/// <summary>Lets nobody out before so many are in.</summary>
public sealed class Crowd(int enough)
{
    private readonly Lock gate = new();
    private TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside;

    public int Most { get; private set; }

    public int Total { get; private set; }

    public async Task EnterAsync()
    {
        Task all;
        lock (gate)
        {
            inside++;
            Total++;
            Most = Math.Max(Most, inside);
            all = together.Task;
            if (inside == enough)
            {
                together.SetResult();
                together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        await all;
        lock (gate)
        {
            inside--;
        }
    }
}
