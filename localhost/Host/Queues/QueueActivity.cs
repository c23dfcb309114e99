namespace Boai.Localhost.Host;

/// <summary>Tells a queue's listener at once that a message was sent, so that it need not wait for its next look.</summary>
internal sealed class QueueActivity
{
    private event Action<QueueAddress>? MessageSent;

    public void Sent(QueueAddress address) => MessageSent?.Invoke(address);

    public void OnSent(Action<QueueAddress> listener) => MessageSent += listener;
}
