using Boai.Functions.Audit;
using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.HospitalMessages;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages;

/// <summary>Who brings a message.</summary>
/// <param name="Hospital">Code of the hospital that the credential proves; empty when it proves none.</param>
/// <param name="Account">For the access log.</param>
/// <param name="From">Keyed hash of the address; empty from the queue.</param>
internal sealed record MessageBearer(string Hospital, string Account, string Role, string From);

/// <summary>What a message is answered.</summary>
/// <param name="Sender">As far as it could be read.</param>
/// <param name="IsExpected">False for an answer to an answer: it is given where a call must end with one, and never sent.</param>
internal sealed record MessageAnswer(MessageAcknowledgement Reply, string? Sender, bool IsReadable, bool IsExpected = true);

/// <summary>The one way in for messages, whether they come by HTTP or by the queue: accept = validate, store raw, enqueue, reply (handbook §11.3 rule 1).</summary>
internal sealed class MessageDoor(
    MessageStore store, HospitalRegister register, HospitalOutbox outbox, HospitalPost post, IEnumerable<IHospitalListener> listeners, MessageAlerts alerts, AccessLog log,
    MessageMeters meters, PolicyBook policies, TimeProvider time)
{
    public async Task<MessageAnswer> Receive(byte[] body, MessageBearer bearer, DurableTaskClient client, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (MessageReader.Read(body, bearer.Hospital, now, policies.Today) is not MessageReading.Read { Message: { } message })
        {
            return await Unreadable(body, bearer, now, cancellation);
        }

        if (bearer.Hospital.Length > 0)
        {
            await register.Heard(bearer.Hospital, now, cancellation);
        }

        if (message.Response is { } response)
        {
            return await Acknowledge(message, response, client, cancellation);
        }

        while (true)
        {
            StoredMessage? held = (await store.Find(message.Id, cancellation))?.Message;
            KnownMessage? known = held is null ? null : new KnownMessage(held.MessageId, held.Sender, held.Digest, held.Reply);
            MessageVerdict verdict = Checked(message, MessageIntake.Judge(
                message.Envelope, known, await register.SenderOf(message.Envelope.Sender, cancellation), policies.Today));
            if (await Keep(message, verdict, held, body, cancellation) is not { } kept)
            {
                continue; // the same id came in twice at once: the other one was first
            }

            await Tell(message, verdict, bearer, cancellation);
            if (kept.Stage == MessageStage.Accepted)
            {
                await Enqueue(client, new MessageToHandle(kept.MessageId, kept.Replays), cancellation);
            }

            return new MessageAnswer(verdict.Reply, message.Envelope.Sender, IsReadable: true);
        }
    }

    /// <summary>Starts the handling of a message, unless it was started.</summary>
    public static Task Enqueue(DurableTaskClient client, MessageToHandle message, CancellationToken cancellation) =>
        client.StartOnce(nameof(HospitalMessageHandling), HospitalMessageHandling.InstanceOf(message), message, cancellation);

    /// <summary>A hospital says that it has a message of ours, or that it cannot take it.</summary>
    private async Task<MessageAnswer> Acknowledge(HospitalMessage message, HospitalResponse response, DurableTaskClient client, CancellationToken cancellation)
    {
        HospitalEnvelope envelope = message.Envelope;
        SentMessage? sent = envelope.Sender == envelope.CredentialOwner ? await outbox.Find(envelope.Sender, response.To, cancellation) : null;
        if (sent is null)
        {
            bool forged = envelope.Sender != envelope.CredentialOwner;
            MessageAcknowledgement refused = new(
                message.Id, ResponseCode.FatalError, [new MessageIssue(forged ? MessageProblems.SenderMismatch : MessageProblems.ResponseUnknown)]);
            await alerts.Send(forged ? MessageAlert.Security : MessageAlert.DutyDesk, envelope, refused, cancellation);
            return new MessageAnswer(refused, envelope.Sender, IsReadable: true);
        }

        if (!response.IsOk)
        {
            // It arrived and was not taken: whoever waits for it goes on waiting, and people speak to each other.
            await alerts.NotTaken(sent, cancellation);
        }
        else
        {
            bool isFirst = await outbox.Body(sent.Receiver, sent.MessageId, cancellation) is not null;
            foreach (IHospitalListener listener in listeners.Where(_ => sent.Case is not null))
            {
                await listener.Acknowledged(sent, client, cancellation);
            }

            await post.Acknowledged(sent, client, cancellation);
            if (isFirst)
            {
                meters.Acknowledged(sent, time.GetUtcNow());
            }
        }

        return new MessageAnswer(new MessageAcknowledgement(message.Id, ResponseCode.Ok, []), envelope.Sender, IsReadable: true, IsExpected: false);
    }

    private MessageVerdict Checked(HospitalMessage message, MessageVerdict verdict)
    {
        if (verdict.Route is null || ListenerOf(verdict.Route) is not { } listener || listener.Check(message) is not { Count: > 0 } issues)
        {
            return verdict;
        }

        return new MessageVerdict(new MessageAcknowledgement(message.Id, ResponseCode.FatalError, issues), verdict.Keeping, Route: null, []);
    }

    /// <returns>The message as it is kept; null when another of its id was written meanwhile.</returns>
    private async Task<StoredMessage?> Keep(
        HospitalMessage message, MessageVerdict verdict, StoredMessage? held, byte[] body, CancellationToken cancellation)
    {
        if (verdict.Keeping == MessageKeeping.Nothing)
        {
            return held;
        }

        // Whoever pretends to be another must not take the place of that other's message.
        HospitalEnvelope envelope = message.Envelope;
        bool aside = held is not null || envelope.CredentialOwner != envelope.Sender;
        string? blob = verdict.Keeping == MessageKeeping.Raw ? await store.Seal(envelope.MessageId, envelope.Digest, body, cancellation) : null;
        MessageStage stage = verdict.Reply.Code != ResponseCode.Ok ? MessageStage.Refused
            : verdict.Route is { } route && ListenerOf(route) is not null ? MessageStage.Accepted
            : MessageStage.Parked;
        StoredMessage kept = new(envelope.MessageId, envelope.EventCode, envelope.Sender, envelope.Digest, envelope.ReceivedAt, verdict.Reply, stage, blob)
        {
            Route = verdict.Route,
        };
        if (aside)
        {
            await store.NoteAside(kept, cancellation);
            return kept;
        }

        return await store.TryAdd(kept, cancellation) ? kept : null;
    }

    private async Task Tell(HospitalMessage message, MessageVerdict verdict, MessageBearer bearer, CancellationToken cancellation)
    {
        bool parked = verdict is { Reply.Code: ResponseCode.Ok, Route: { } route } && ListenerOf(route) is null;
        MessageAlert[] told = parked ? [.. verdict.Alerts, MessageAlert.DutyDesk] : [.. verdict.Alerts];
        foreach (MessageAlert alert in told.Distinct())
        {
            await alerts.Send(alert, message.Envelope, verdict.Reply, cancellation);
        }

        if (verdict.Reply.Code != ResponseCode.Ok && verdict.Keeping != MessageKeeping.Nothing)
        {
            await Audit(bearer, message.Id, verdict.Reply, cancellation);
        }
    }

    private async Task<MessageAnswer> Unreadable(byte[] body, MessageBearer bearer, DateTimeOffset now, CancellationToken cancellation)
    {
        MessageReading.Unreadable reading = (MessageReading.Unreadable)MessageReader.Read(body, bearer.Hospital, now, policies.Today);
        string digest = MessageReader.DigestOf(body);
        MessageAcknowledgement reply = new(reading.MessageId is { Length: > 0 and <= 64 } id ? id : digest, ResponseCode.FatalError, reading.Issues);
        await store.NoteAside(
            new StoredMessage(digest, "", bearer.Hospital, digest, now, reply, MessageStage.Refused, Blob: null) { ReasonCode = PoisonReasons.Unreadable }, cancellation);
        await Audit(bearer, digest, reply, cancellation);
        return new MessageAnswer(reply, bearer.Hospital.Length == 0 ? null : bearer.Hospital, IsReadable: false);
    }

    private Task Audit(MessageBearer bearer, string messageId, MessageAcknowledgement reply, CancellationToken cancellation) => log.Write(
        new AccessPurpose(PurposeCodes.Intake, bearer.Account, bearer.Role, "", "", bearer.From)
            .Line("hospital-message:" + messageId, "", $"{AccessResult.Refused} {reply.Issues[0].Code}"),
        cancellation);

    private IHospitalListener? ListenerOf(string route) => listeners.FirstOrDefault(listener => listener.Processes.Contains(route));
}
