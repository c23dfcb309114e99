using Amqp;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// Holds back what the library sends until the client has spoken. The library sends its protocol header and open right
/// behind the outcome of SASL; the official JavaScript client, if it gets all three in one read, never looks at the last two.
/// </summary>
internal sealed class HeaderFirstTransport(IAsyncTransport inner) : IAsyncTransport
{
    private readonly TaskCompletionSource spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void SetConnection(Connection connection) => inner.SetConnection(connection);

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        await spoken.Task;
        await inner.SendAsync(bufferList, listSize);
    }

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        try
        {
            return await inner.ReceiveAsync(buffer, offset, count);
        }
        finally
        {
            spoken.TrySetResult(); // also when the client has gone: then sending fails as it should
        }
    }

    public void Send(ByteBuffer buffer) => inner.Send(buffer);

    public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

    public void Close()
    {
        spoken.TrySetResult();
        inner.Close();
    }
}
