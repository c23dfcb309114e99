using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Policy;
using Boai.Workflows.HospitalMessages;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages.Outbound;

/// <summary>What an activity puts into the queue of replies.</summary>
/// <remarks>A member, not the result: a result would also be returned to the orchestrator, and what hospitals are told has no place in a history (I-52).</remarks>
internal sealed class ToHospital
{
    /// <summary>A FHIR message as JSON; null sends nothing.</summary>
    [ServiceBusOutput(HospitalQueues.Replies, Connection = HospitalQueues.Connection)]
    public string? Message { get; init; }

    public static ToHospital Nothing { get; } = new();
}

/// <summary>Sends to hospitals: everything lies in the outbox first, then goes by the door that the hospital chose.</summary>
internal sealed class HospitalPost(HospitalOutbox outbox, HospitalRegister register, PolicyBook policies)
{
    /// <summary>Puts a message in and has it carried until it is acknowledged. Safe to repeat: the same id is the same message.</summary>
    /// <param name="awaited">Whether an acknowledgement is expected.</param>
    public async Task Send(SentMessage message, byte[] body, bool awaited, DurableTaskClient client, CancellationToken cancellation)
    {
        await outbox.Put(message, body, cancellation);
        MessageToSend sending = new(
            message.Receiver, message.MessageId, await IsPushed(message.Receiver, cancellation),
            awaited ? OutboundRetry.Of(isHold: false, message.At, policies.Today) : null);
        await client.StartOnce(nameof(HospitalSending), HospitalSending.InstanceOf(message.MessageId), sending, cancellation);
    }

    /// <summary>For a message with a clock of its own: puts it in.</summary>
    /// <returns>What is to go into the queue now: nothing when it was acknowledged, or when the hospital fetches.</returns>
    public async Task<ToHospital> Push(SentMessage message, byte[] body, CancellationToken cancellation)
    {
        await outbox.Put(message, body, cancellation);
        return await Push(message.Receiver, message.MessageId, cancellation);
    }

    /// <inheritdoc cref="Push(SentMessage, byte[], CancellationToken)"/>
    public async Task<ToHospital> Push(string receiver, string messageId, CancellationToken cancellation) =>
        await IsPushed(receiver, cancellation) && await outbox.Body(receiver, messageId, cancellation) is { } body
            ? new ToHospital { Message = System.Text.Encoding.UTF8.GetString(body) }
            : ToHospital.Nothing;

    /// <summary>The hospital has a message: it is neither sent nor shown any more. Repeating it changes nothing.</summary>
    public async Task Acknowledged(SentMessage message, DurableTaskClient client, CancellationToken cancellation)
    {
        await outbox.Settle(message, cancellation);
        await client.Tell(HospitalSending.InstanceOf(message.MessageId), HospitalSending.Acknowledged, true, cancellation);
    }

    private async Task<bool> IsPushed(string receiver, CancellationToken cancellation) => await register.Find(receiver, cancellation) is { Door: HospitalDoor.Queue };
}
