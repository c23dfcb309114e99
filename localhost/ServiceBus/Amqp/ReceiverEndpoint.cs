using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>A link on which a client receives: credit in, messages out, outcomes back.</summary>
/// <remarks>
/// The library keeps the link's credit but tells only changes of it, and sets its own count to zero whenever the client
/// repeats a limit (which every drain does). <see cref="library"/> mirrors that count and <see cref="granted"/> is the true one.
/// </remarks>
internal sealed class ReceiverEndpoint(BrokerCore core, ListenerLink link, ILogger logger) : LinkEndpoint
{
    private readonly Lock gate = new();
    private MessageReceiver? receiver;
    private int granted;
    private int library;
    private bool closed;

    public void Open(EntityPath path, bool delete, SessionLock? session) =>
        receiver = core.Open(path, delete, session, Send, () => CloseWith(FaultCondition.SessionLockLost, "The session lock has expired on the session. Accept it again."));

    public override void OnFlow(FlowContext flowContext)
    {
        int more;
        lock (gate)
        {
            int now = library + flowContext.Messages;
            more = now - granted;
            granted = now;
            library = flowContext.Messages > 0 ? now : 0;
        }

        if (link.IsDraining)
        {
            core.AddCredit(receiver!, more);
            core.Drain(receiver!, Drained);
        }
        else
        {
            if (flowContext.Messages <= 0)
            {
                Resynchronize();
            }

            core.AddCredit(receiver!, more);
        }
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (!closed && dispositionContext.Message is SentMessage { Delivered: { LockToken: { } token } })
        {
            _ = SettleAsync(dispositionContext, token);
        }
    }

    public override void OnLinkClosed(ListenerLink link, Error error)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
        }

        core.Close(receiver!);
    }

    private void Send(DeliveredMessage message)
    {
        try
        {
            byte[] bytes = message.Encode();
            lock (gate)
            {
                if (!closed)
                {
                    granted--;
                    library--;
                    link.SendMessage(new SentMessage(message), new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            logger.LogDebug("Message {Number} could not be sent: {Reason}", message.SequenceNumber, gone.Message);
        }

        GiveBack(message);
    }

    /// <summary>The receiver left between lock and delivery: others need not wait for the lock to run out.</summary>
    private void GiveBack(DeliveredMessage message)
    {
        if (message.LockToken is { } token)
        {
            core.RunAsync((machine, now) =>
            {
                machine.Settle(receiver!.Path, token, new Settlement.Abandon(null), now);
                return true;
            }).ContinueWith(
                given => logger.LogDebug(given.Exception, "Message {Number} was given back.", message.SequenceNumber), TaskScheduler.Default);
        }
    }

    private async Task SettleAsync(DispositionContext context, Guid token)
    {
        DeliveryState answer;
        try
        {
            Settlement settlement = Outcomes.ToSettlement(context.DeliveryState);
            await core.RunAsync((machine, now) =>
            {
                machine.Settle(receiver!.Path, token, settlement, now);
                return true;
            });
            // A rejection with an error would read as failure; the same outcome without one says that it was done.
            answer = context.DeliveryState is Rejected ? new Rejected() : context.DeliveryState ?? new Accepted();
        }
        catch (Exception refusal) // the client is owed an outcome whatever went wrong
        {
            string condition = refusal is ServiceBusFaultException { Condition: FaultCondition.MessageLockLost } && receiver!.Session is not null
                ? FaultCondition.SessionLockLost
                : AmqpErrors.From(refusal).Condition;
            answer = new Rejected { Error = AmqpErrors.Make(condition, refusal.Message) };
        }

        link.DisposeMessage(context.Message, answer, settled: true);
    }

    /// <summary>Brings the library's count back to the true one; it costs a flow frame that clients take as no news.</summary>
    private void Resynchronize()
    {
        lock (gate)
        {
            if (!closed && library != granted)
            {
                link.SetCredit(granted, drain: false, autoRestore: false);
                library = granted;
            }
        }
    }

    /// <summary>
    /// All credit is used up by decree: the delivery count advances by it, and a flow that still says drain tells the client.
    /// </summary>
    private void Drained()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            if (library != granted)
            {
                link.SetCredit(granted, drain: false, autoRestore: false);
            }

            link.CompleteDrain();
            link.SetCredit(0, drain: true, autoRestore: false);
            (granted, library) = (0, 0);
        }
    }

    private void CloseWith(string condition, string description) =>
        link.Close(TimeSpan.Zero, AmqpErrors.Make(condition, description));
}
