using System.Security.Cryptography;

namespace Boai.Functions.Idempotency;

/// <summary>A request body that is hashed while it is read.</summary>
internal sealed class DigestingStream(Stream body, byte[] key) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>Keyed hash of what was read so far.</summary>
    public string Digest => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Reads what is left, up to a limit, so that the digest covers the whole body.</summary>
    /// <returns>False when there was more than the limit.</returns>
    public async Task<bool> Drain(long limit, CancellationToken cancellation)
    {
        byte[] chunk = new byte[64 * 1024];
        long total = 0;
        int read;
        while ((read = await ReadAsync(chunk, cancellation)) > 0)
        {
            total += read;
            if (total > limit)
            {
                return false;
            }
        }

        return true;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A request body has no length until it is read.");

    public override long Position
    {
        get => throw new NotSupportedException("A request body cannot seek.");
        set => throw new NotSupportedException("A request body cannot seek.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await body.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read the body asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A request body cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A request body is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A request body is only read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
