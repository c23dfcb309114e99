using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// Listens for AMQP 1.0 connections and gives every link its endpoint: <c>$cbs</c>, an entity's <c>$management</c>, or the
/// entity itself.
/// </summary>
internal sealed class AmqpFrontDoor : ContainerHost, IContainer, ILinkProcessor
{
    private const int MaxFrameBytes = 64 * 1024;
    private const int SenderCredit = 1000;

    private readonly BrokerCore core;
    private readonly ServiceBusBrokerOptions options;
    private readonly SharedAccessTokens tokens;
    private readonly RequestNode claims;
    private readonly RequestNode management;
    private readonly ILogger logger;

    public AmqpFrontDoor(BrokerCore core, ServiceBusBrokerOptions options, int port, ILogger logger)
        : base([new Address("127.0.0.1", port, null, null, "/", "amqp")])
    {
        this.core = core;
        this.options = options;
        this.logger = logger;
        tokens = new SharedAccessTokens(options.SharedAccessKeyName, options.SharedAccessKey);
        claims = new RequestNode(new ClaimsRequests(tokens).AnswerAsync, logger);
        management = new RequestNode(new ManagementRequests(core).AnswerAsync, logger);

        ConnectionListener listener = Listeners[0];
        listener.AMQP.MaxFrameSize = MaxFrameBytes;
        listener.AMQP.MaxLinksPerSession = 1024;
        listener.SASL.EnableMechanism("MSSBCBS", new NamelessSasl("MSSBCBS"));
        listener.SASL.EnableMechanism("ANONYMOUS", new NamelessSasl("ANONYMOUS"));
        listener.SASL.EnableMechanism("PLAIN", new PlainSasl(options.SharedAccessKeyName, options.SharedAccessKey));
        listener.HandlerFactory = _ => DeliveryTagger.Instance;
        // The library would cast every target to one with an address; which link is which is decided below.
        AddressResolver = (_, _) => string.Empty;
        RegisterLinkProcessor(this);
    }

    Message IContainer.CreateMessage(ByteBuffer buffer) =>
        new ReceivedMessage(buffer.Buffer.AsMemory(buffer.Offset, buffer.Length).ToArray());

    /// <summary>Called for each attach, on the connection's own thread.</summary>
    public void Process(AttachContext attachContext)
    {
        try
        {
            Attach(attachContext);
        }
        catch (Exception refusal) when (refusal is ServiceBusFaultException or AmqpException)
        {
            logger.LogDebug("Link '{Link}' refused: {Reason}", attachContext.Attach.LinkName, refusal.Message);
            attachContext.Complete(AmqpErrors.From(refusal));
        }
    }

    private void Attach(AttachContext context)
    {
        string address = AddressOf(context.Attach);
        if (string.Equals(address, "$cbs", StringComparison.OrdinalIgnoreCase))
        {
            claims.Attach(context, default);
            return;
        }

        tokens.RequireAuthorized(context.Link.Session.Connection, address);
        EntityPath path = EntityPath.Parse(address);
        if (path.Management)
        {
            management.Attach(context, path);
        }
        else if (context.Link.Role)
        {
            SenderEndpoint sender = new(core, path, options.MaxMessageBytes);
            context.Attach.MaxMessageSize = (ulong)options.MaxMessageBytes;
            context.Complete(sender, SenderCredit);
        }
        else
        {
            ReceiverAttach.Start(core, path, context, logger);
        }
    }

    private static string AddressOf(Attach attach) => (attach.Role ? attach.Source : attach.Target) switch
    {
        Source { Address: { } address } => address,
        Target { Address: { } address } => address,
        Source or Target or null => throw new ServiceBusFaultException(FaultCondition.InvalidField, "The link names no entity: its address is empty."),
        _ => throw new ServiceBusFaultException(FaultCondition.NotImplemented, "This broker has no transactions."),
    };
}
