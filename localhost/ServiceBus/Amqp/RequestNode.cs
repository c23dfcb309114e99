using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>Answers one request.</summary>
/// <param name="path">The entity whose management node was asked; default for <c>$cbs</c>.</param>
internal delegate Task<Message> RequestHandler(Message request, EntityPath path, ListenerLink link);

/// <summary>
/// A node of requests and responses. Official clients attach a pair of links in one session and mostly leave the target
/// address of the receiving one empty, so the answer goes to the link whose target or name is the request's reply-to, or
/// else to the one receiving link of the same session.
/// </summary>
internal sealed class RequestNode(RequestHandler handler, ILogger logger)
{
    private readonly ConcurrentDictionary<ListenerLink, string?> replyLinks = new();

    public void Attach(AttachContext context, EntityPath path)
    {
        ListenerLink link = context.Link;
        if (link.Role)
        {
            context.Complete(new RequestEndpoint(this, path), initialCredit: 100);
            return;
        }

        replyLinks[link] = (context.Attach.Target as Target)?.Address;
        link.AddClosedCallback((_, _) => replyLinks.TryRemove(link, out _));
        context.Complete(new ReplyEndpoint(), initialCredit: 0);
    }

    private async Task AnswerAsync(MessageContext context, EntityPath path)
    {
        if (context.Message is not ReceivedMessage received)
        {
            return;
        }

        try
        {
            byte[] bytes = received.Encoded.ToArray();
            Message request = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
            if (ReplyLink(context.Link, request.Properties?.ReplyTo) is not { } replies)
            {
                context.Complete(AmqpErrors.Make(FaultCondition.NotFound, "No receiving link for the answer: attach one to the same node first."));
                return;
            }

            context.Complete();
            Message answer = await TryAnswerAsync(request, path, context.Link);
            answer.Properties = new Properties();
            answer.Properties.SetCorrelationId(request.Properties?.GetMessageId());
            replies.SendMessage(answer);
        }
        catch (AmqpException gone) // undecodable request, or the link closed while the answer was made
        {
            logger.LogDebug("A request to {Path} got no answer: {Reason}", path.Queue ?? "$cbs", gone.Message);
        }
    }

    private async Task<Message> TryAnswerAsync(Message request, EntityPath path, ListenerLink link)
    {
        try
        {
            return await handler(request, path, link);
        }
        catch (Exception failure) // the client is owed an answer whatever went wrong
        {
            Error error = AmqpErrors.From(failure);
            if (failure is not ServiceBusFaultException)
            {
                logger.LogError(failure, "A request to '{Queue}' failed.", path.Queue);
            }

            return Answer(FaultCondition.StatusCode(error.Condition), error.Description, error.Condition);
        }
    }

    /// <summary>An answer without body.</summary>
    public static Message Answer(int statusCode, string description, Symbol? condition = null)
    {
        Message answer = new() { ApplicationProperties = new ApplicationProperties() };
        // Two spellings are in use: management nodes answer with the first, $cbs with the second.
        answer.ApplicationProperties["statusCode"] = statusCode;
        answer.ApplicationProperties["statusDescription"] = description;
        answer.ApplicationProperties["status-code"] = statusCode;
        answer.ApplicationProperties["status-description"] = description;
        if (condition is not null)
        {
            answer.ApplicationProperties["errorCondition"] = condition;
            answer.ApplicationProperties["error-condition"] = condition;
        }

        return answer;
    }

    private ListenerLink? ReplyLink(ListenerLink requests, string? replyTo)
    {
        ListenerLink[] own = [.. replyLinks.Keys.Where(link => link.Session.Connection == requests.Session.Connection)];
        return own.FirstOrDefault(link => replyTo is not null && replyLinks.GetValueOrDefault(link) == replyTo)
            ?? own.FirstOrDefault(link => replyTo is not null && link.Name == replyTo)
            ?? own.FirstOrDefault(link => link.Session == requests.Session);
    }

    private sealed class RequestEndpoint(RequestNode node, EntityPath path) : LinkEndpoint
    {
        public override void OnMessage(MessageContext messageContext) => _ = node.AnswerAsync(messageContext, path);

        public override void OnFlow(FlowContext flowContext)
        {
        }

        public override void OnDisposition(DispositionContext dispositionContext)
        {
        }
    }

    private sealed class ReplyEndpoint : LinkEndpoint
    {
        public override void OnFlow(FlowContext flowContext)
        {
        }

        public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();
    }
}
