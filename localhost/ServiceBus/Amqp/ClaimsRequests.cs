using Amqp;
using Amqp.Listener;

namespace Boai.Localhost.ServiceBus;

/// <summary>The node <c>$cbs</c>: put-token.</summary>
internal sealed class ClaimsRequests(SharedAccessTokens tokens)
{
    public Task<Message> AnswerAsync(Message request, EntityPath path, ListenerLink link)
    {
        if (request.ApplicationProperties?["operation"] is not "put-token")
        {
            throw new ServiceBusFaultException(FaultCondition.NotImplemented, "$cbs knows the operation put-token only.");
        }

        if (tokens.Check(request.Body as string) is { } wrong)
        {
            throw new ServiceBusFaultException(FaultCondition.Unauthorized, wrong);
        }

        SharedAccessTokens.Authorize(link.Session.Connection);
        return Task.FromResult(RequestNode.Answer(202, "Accepted"));
    }
}
