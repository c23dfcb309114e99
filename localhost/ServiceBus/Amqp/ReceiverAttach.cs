using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>Opens a link on which a client receives; a session link is attached when it has its session.</summary>
internal static class ReceiverAttach
{
    private static readonly Symbol SessionFilter = "com.microsoft:session-filter";
    private static readonly Symbol TimeoutProperty = "com.microsoft:timeout";
    private static readonly Symbol LockedUntil = "com.microsoft:locked-until-utc";
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    public static void Start(BrokerCore core, EntityPath path, AttachContext context, ILogger logger)
    {
        if (context.Attach.Source is Source { FilterSet: { } filters } source && filters.ContainsKey(SessionFilter))
        {
            _ = AttachSessionAsync(core, path, context, source, logger);
            return;
        }

        ReceiverEndpoint endpoint = new(core, context.Link, logger);
        endpoint.Open(path, IsDelete(context.Attach), session: null);
        context.Complete(endpoint, initialCredit: 0);
    }

    private static async Task AttachSessionAsync(BrokerCore core, EntityPath path, AttachContext context, Source source, ILogger logger)
    {
        try
        {
            object? wanted = source.FilterSet[SessionFilter];
            string? sessionId = (wanted is DescribedValue described ? described.Value : wanted) as string;
            SessionLock session = await core.AcceptSessionAsync(path, sessionId, Patience(context.Attach));
            source.FilterSet[SessionFilter] = session.SessionId;
            Fields properties = context.Attach.Properties ?? new Fields();
            properties[LockedUntil] = session.Until.UtcTicks;
            context.Attach.Properties = properties;
            ReceiverEndpoint endpoint = new(core, context.Link, logger);
            endpoint.Open(path, IsDelete(context.Attach), session);
            context.Complete(endpoint, initialCredit: 0);
            if (context.Link.IsClosed)
            {
                endpoint.OnLinkClosed(context.Link, null!);
            }
        }
        catch (ServiceBusFaultException refusal)
        {
            logger.LogDebug("Session link '{Link}' refused: {Reason}", context.Attach.LinkName, refusal.Message);
            context.Complete(AmqpErrors.From(refusal));
        }
        catch (AmqpException gone)
        {
            logger.LogDebug("Session link '{Link}' left before it was attached: {Reason}", context.Attach.LinkName, gone.Message);
        }
    }

    private static bool IsDelete(Attach attach) => attach.SndSettleMode == SenderSettleMode.Settled;

    private static TimeSpan Patience(Attach attach) => attach.Properties?[TimeoutProperty] switch
    {
        uint milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        int milliseconds and > 0 => TimeSpan.FromMilliseconds(milliseconds),
        long milliseconds and > 0 => TimeSpan.FromMilliseconds(milliseconds),
        ulong milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        double milliseconds and > 0 => TimeSpan.FromMilliseconds(milliseconds),
        _ => UsualPatience,
    };
}
