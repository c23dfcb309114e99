using Boai.Functions.Audit;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.HospitalMessages;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages;

/// <summary>The outside work of handling a message. Each may run more than once and then changes nothing more.</summary>
internal sealed class MessageActivityTriggers(
    MessageStore store, HospitalOutbox outbox, HospitalPost post, IEnumerable<IHospitalListener> listeners, MessageAlerts alerts, AccessLog log, PolicyBook policies, TimeProvider time)
{
    [Function(HospitalActivities.Handle)]
    public async Task<MessageHandled> Handle(
        [ActivityTrigger] MessageToHandle input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredMessage stored = (await store.Find(input.MessageId, cancellation))?.Message
            ?? throw new InvalidOperationException($"Message {input.MessageId} was accepted and has no row.");
        if (stored.Stage == MessageStage.Handled)
        {
            return new MessageHandled(stored.Case is { } known ? Workflows.Shared.CaseNumber.Parse(known) : null, null);
        }

        await log.Write(
            AccessPurpose.System(PurposeCodes.Screening, stored.Case ?? "").Line("hospital-message:" + stored.MessageId, "C4:raw", AccessResult.Read), cancellation);
        byte[] body = await store.Open(stored, cancellation);
        if (MessageReader.Read(body, stored.Sender, stored.ReceivedAt, policies.Today) is not MessageReading.Read read
            || listeners.FirstOrDefault(one => one.Processes.Contains(stored.Route)) is not { } listener)
        {
            return new MessageHandled(null, PoisonReasons.Unreadable);
        }

        MessageHandled handled = await listener.Hear(read.Message, client, cancellation);
        await store.Change(
            input.MessageId,
            message => message with
            {
                Stage = handled.ReasonCode is null ? MessageStage.Handled : message.Stage,
                Case = handled.Number?.Value ?? message.Case,
            },
            cancellation);
        return handled;
    }

    [Function(HospitalActivities.SetAside)]
    public async Task<ToHospital> SetAside([ActivityTrigger] MessageSetAside input, CancellationToken cancellation)
    {
        StoredMessage stored = await store.Change(
            input.MessageId,
            message => message with { Stage = MessageStage.SetAside, ReasonCode = input.ReasonCode, Deliveries = message.Deliveries + input.Deliveries },
            cancellation);
        await alerts.SetAside(input, cancellation);

        // What a case refuses is no better the next time; what failed here may be.
        ResponseCode code = input.ReasonCode == PoisonReasons.TooManyDeliveries ? ResponseCode.TransientError : ResponseCode.FatalError;
        MessageAcknowledgement later = new(input.MessageId, code, [new MessageIssue(input.ReasonCode)]);
        DateTimeOffset now = time.GetUtcNow();
        SentMessage sent = new(stored.Sender, FhirReplies.IdOfAcknowledgement(later), FhirReplies.AnswerCode, now, stored.Case);
        return await post.Push(sent, FhirReplies.Acknowledgement(later, stored.Sender, now), cancellation);
    }

    [Function(HospitalActivities.Send)]
    public Task<ToHospital> Send([ActivityTrigger] MessageToSend input, CancellationToken cancellation) => post.Push(input.Receiver, input.MessageId, cancellation);

    [Function(HospitalActivities.AskToPhone)]
    public async Task AskToPhone([ActivityTrigger] MessageToSend input, CancellationToken cancellation)
    {
        if (await outbox.Body(input.Receiver, input.MessageId, cancellation) is not null)
        {
            SentMessage sent = (await outbox.Find(input.Receiver, input.MessageId, cancellation))!;
            await alerts.Phone(sent, cancellation);
        }
    }
}
