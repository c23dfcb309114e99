using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>The node <c>$management</c> of an entity: the operations that have no AMQP frame of their own.</summary>
internal sealed class ManagementRequests(BrokerCore core)
{
    private const string Vendor = "com.microsoft:";

    public Task<Message> AnswerAsync(Message request, EntityPath path, ListenerLink link)
    {
        string operation = request.ApplicationProperties?["operation"] as string ?? string.Empty;
        RequestBody body = new(request.Body as Map ?? new Map());
        return operation switch
        {
            Vendor + "renew-lock" => RenewLocks(path, body),
            Vendor + "peek-message" => Peek(path, body),
            Vendor + "schedule-message" => Schedule(path, body),
            Vendor + "cancel-scheduled-message" => CancelScheduled(path, body),
            Vendor + "receive-by-sequence-number" => ReceiveDeferred(path, body),
            Vendor + "update-disposition" => Settle(path, body),
            Vendor + "renew-session-lock" => RenewSession(path, body),
            Vendor + "get-session-state" => GetState(path, body),
            Vendor + "set-session-state" => SetState(path, body),
            Vendor + "get-message-sessions" => Sessions(path, body),
            _ => throw new ServiceBusFaultException(FaultCondition.NotImplemented, $"The management operation '{operation}' is not known here."),
        };
    }

    private async Task<Message> RenewLocks(EntityPath path, RequestBody body)
    {
        Guid[] tokens = body.Array<Guid>("lock-tokens");
        DateTime[] until = await core.RunAsync((machine, now) => tokens.Select(token => machine.RenewLock(path, token, now).UtcDateTime).ToArray());
        return Ok(("expirations", until));
    }

    private async Task<Message> Peek(EntityPath path, RequestBody body)
    {
        long from = body.Required<long>("from-sequence-number");
        int count = body.Required<int>("message-count");
        string? session = body.Optional<string>("session-id");
        IReadOnlyList<DeliveredMessage> messages = await core.RunAsync((machine, _) => machine.Peek(path, from, count, session));
        return messages.Count == 0 ? RequestNode.Answer(204, "No messages") : Ok(("messages", Encode(messages)));
    }

    private async Task<Message> Schedule(EntityPath path, RequestBody body)
    {
        MessageContent[] contents = [.. body.Required<List>("messages").OfType<Map>()
            .Select(entry => MessageContent.Parse(entry["message"] as byte[] ?? throw RequestBody.Missing("message")))];
        IReadOnlyList<long> numbers = await core.RunAsync((machine, now) => machine.Send(path, contents, now));
        return Ok(("sequence-numbers", numbers.ToArray()));
    }

    private async Task<Message> CancelScheduled(EntityPath path, RequestBody body)
    {
        long[] numbers = body.Array<long>("sequence-numbers");
        return await Done(machine => machine.CancelScheduled(path, numbers));
    }

    private async Task<Message> ReceiveDeferred(EntityPath path, RequestBody body)
    {
        long[] numbers = body.Array<long>("sequence-numbers");
        bool delete = body.Optional<uint?>("receiver-settle-mode") is 0;
        string? session = body.Optional<string>("session-id");
        IReadOnlyList<DeliveredMessage> messages =
            await core.RunAsync((machine, now) => machine.ReceiveDeferred(path, numbers, delete, session, now));
        return Ok(("messages", Encode(messages)));
    }

    private async Task<Message> Settle(EntityPath path, RequestBody body)
    {
        Guid[] tokens = body.Array<Guid>("lock-tokens");
        Map? changes = body.Optional<Map>("properties-to-modify");
        Settlement settlement = body.Required<string>("disposition-status") switch
        {
            "completed" => new Settlement.Complete(),
            "abandoned" => new Settlement.Abandon(changes),
            "defered" or "deferred" => new Settlement.Defer(changes),
            "suspended" => new Settlement.DeadLetter(
                body.Optional<string>("deadletter-reason"), body.Optional<string>("deadletter-description"), changes),
            var other => throw new ServiceBusFaultException(FaultCondition.InvalidField, $"The disposition-status '{other}' is not known here."),
        };
        await core.RunAsync((machine, now) =>
        {
            foreach (Guid token in tokens)
            {
                machine.Settle(path, token, settlement, now);
            }

            return true;
        });
        return RequestNode.Answer(200, "OK");
    }

    private async Task<Message> RenewSession(EntityPath path, RequestBody body)
    {
        string session = body.Required<string>("session-id");
        DateTimeOffset until = await core.RunAsync((machine, now) => machine.RenewSession(path, session, now));
        return Ok(("expiration", until.UtcDateTime));
    }

    private async Task<Message> GetState(EntityPath path, RequestBody body)
    {
        string session = body.Required<string>("session-id");
        byte[]? state = await core.RunAsync((machine, _) => machine.GetSessionState(path, session));
        return Ok(("session-state", state));
    }

    private async Task<Message> SetState(EntityPath path, RequestBody body)
    {
        string session = body.Required<string>("session-id");
        byte[]? state = body.Optional<byte[]>("session-state");
        return await Done(machine => machine.SetSessionState(path, session, state is { Length: > 0 } ? state : null));
    }

    private async Task<Message> Sessions(EntityPath path, RequestBody body)
    {
        int skip = body.Optional<int?>("skip") ?? 0;
        int top = body.Optional<int?>("top") ?? 100;
        IReadOnlyList<string> ids = await core.RunAsync((machine, _) => machine.Sessions(path, skip, top));
        return ids.Count == 0
            ? RequestNode.Answer(204, "No sessions")
            : Ok(("skip", skip + ids.Count), ("sessions-ids", ids.ToArray()));
    }

    private async Task<Message> Done(Action<BrokerMachine> operation)
    {
        await core.RunAsync((machine, _) =>
        {
            operation(machine);
            return true;
        });
        return RequestNode.Answer(200, "OK");
    }

    private static List Encode(IReadOnlyList<DeliveredMessage> messages)
    {
        List list = [];
        foreach (DeliveredMessage message in messages)
        {
            Map entry = new() { ["message"] = message.Encode() };
            if (message.LockToken is { } token)
            {
                entry["lock-token"] = token;
            }

            list.Add(entry);
        }

        return list;
    }

    private static Message Ok(params ReadOnlySpan<(string Key, object? Value)> fields)
    {
        Map body = new();
        foreach ((string key, object? value) in fields)
        {
            body[key] = value;
        }

        Message answer = RequestNode.Answer(200, "OK");
        answer.BodySection = new AmqpValue { Value = body };
        return answer;
    }
}
