using Amqp;
using Amqp.Listener;

namespace Boai.Localhost.ServiceBus;

/// <summary>A link on which a client sends: each transfer is accepted when all its messages are durable.</summary>
internal sealed class SenderEndpoint(BrokerCore core, EntityPath path, int maxMessageBytes) : LinkEndpoint
{
    private const uint BatchFormat = 0x80013700;

    public override void OnMessage(MessageContext messageContext) => _ = TakeAsync(messageContext, (ReceivedMessage)messageContext.Message);

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private async Task TakeAsync(MessageContext context, ReceivedMessage message)
    {
        try
        {
            if (message.Encoded.Length > maxMessageBytes)
            {
                throw new ServiceBusFaultException(
                    FaultCondition.MessageSizeExceeded,
                    $"The received message ({message.Encoded.Length} bytes) exceeds the limit ({maxMessageBytes} bytes) currently allowed on the link.");
            }

            bool batch = message.Format == BatchFormat;
            await core.RunAsync((machine, now) => machine.Send(
                path, batch ? MessageContent.ParseBatch(message.Encoded) : [MessageContent.Parse(message.Encoded)], now));
            context.Complete();
        }
        catch (Exception refusal) // the client is owed an outcome whatever went wrong; a closed link ignores it
        {
            context.Complete(AmqpErrors.From(refusal));
        }
    }
}
