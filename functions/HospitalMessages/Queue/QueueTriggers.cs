using System.Text;
using Azure.Messaging.ServiceBus;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages.Queue;

/// <summary>HOSP-01 by the queue: the same door as over HTTP, with the signature in place of the token.</summary>
internal sealed class QueueTriggers(MessageDoor door, HospitalRegister register, DeadLetters deadLetters, MessageAlerts alerts, MessageMeters meters, TimeProvider time)
{
    /// <summary>Takes one message; its answer goes into the queue of replies before it is completed, so a crash between the two answers twice and never not at all.</summary>
    [Function("ReceiveHospitalMessage")]
    [ServiceBusOutput(HospitalQueues.Replies, Connection = HospitalQueues.Connection)]
    public async Task<string?> Receive(
        [ServiceBusTrigger(HospitalQueues.Notifications, Connection = HospitalQueues.Connection)] ServiceBusReceivedMessage message, ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        byte[] body = message.Body.ToArray();
        if (await Signer(message, body, cancellation) is not { } signer)
        {
            // Whose it is nobody knows, so nobody is answered.
            await actions.DeadLetterMessageAsync(
                message, deadLetterReason: PoisonReasons.NotSigned, deadLetterErrorDescription: "No key of the hospital in 'sender' signed this body.", cancellationToken: cancellation);
            return null;
        }

        MessageAnswer answer = await door.Receive(body, BearerOf(signer), client, cancellation);
        if (!answer.IsReadable)
        {
            string places = string.Join(' ', answer.Reply.Issues.Select(issue => $"{issue.Code}@{issue.Path}"));
            await actions.DeadLetterMessageAsync(
                message, deadLetterReason: PoisonReasons.Unreadable, deadLetterErrorDescription: places[..Math.Min(places.Length, 500)], cancellationToken: cancellation);
        }

        return answer.IsExpected || answer.Reply.Code != ResponseCode.Ok
            ? Encoding.UTF8.GetString(FhirReplies.Acknowledgement(answer.Reply, answer.Sender, time.GetUtcNow()))
            : null;
    }

    /// <summary>Brings what was put aside to the duty desk, where it waits however long: a dead-letter queue is no place where people look.</summary>
    [Function("KeepDeadLetter")]
    public async Task Keep(
        [ServiceBusTrigger(HospitalQueues.DeadNotifications, Connection = HospitalQueues.Connection)] ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        byte[] body = message.Body.ToArray();
        DeadLetter dead = new(
            MessageReader.DigestOf(body), OrganisationCode.TryParse(TextOf(message, HospitalQueues.Sender), out OrganisationCode? sender, out _) ? sender.Value : null,
            ReasonOf(message.DeadLetterReason), DescriptionOf(message), message.EnqueuedTime, time.GetUtcNow(), message.DeliveryCount, Times: 1, DeadLetterStage.Waiting)
        {
            KeyId = TextOf(message, HospitalQueues.KeyId),
            Signature = TextOf(message, HospitalQueues.Signature),
        };
        await alerts.Dead(await deadLetters.Keep(dead, body, cancellation), cancellation);
        meters.Dead(dead);
    }

    internal static MessageBearer BearerOf(Hospital signer) => new(signer.Code.Value, "hospital:" + signer.Code.Value, Roles.Hospital, From: "");

    private async Task<Hospital?> Signer(ServiceBusReceivedMessage message, byte[] body, CancellationToken cancellation) =>
        TextOf(message, HospitalQueues.Sender) is { } code && await register.Find(code, cancellation) is { } hospital
            && MessageSignature.IsBy(hospital, TextOf(message, HospitalQueues.KeyId), TextOf(message, HospitalQueues.Signature), body)
                ? hospital
                : null;

    // Whatever a stranger writes there: text, and not too much of it.
    private static string? TextOf(ServiceBusReceivedMessage message, string property) =>
        message.ApplicationProperties.TryGetValue(property, out object? value) && value is string { Length: > 0 and <= 256 } text ? text : null;

    private static string ReasonOf(string? reason) => reason switch
    {
        "MaxDeliveryCountExceeded" => PoisonReasons.TooManyDeliveries,
        "TTLExpiredException" => PoisonReasons.Expired,
        { } known when PoisonReasons.OfTheQueue.Contains(known) => known,
        _ => PoisonReasons.Other,
    };

    // Ours are codes and places; what others wrote is not shown.
    private static string DescriptionOf(ServiceBusReceivedMessage message) =>
        message.DeadLetterReason is PoisonReasons.Unreadable or PoisonReasons.NotSigned ? message.DeadLetterErrorDescription ?? "" : message.DeadLetterReason ?? "";
}
