namespace Boai.Functions.Vault;

/// <summary>Wraps data keys. The master key itself never leaves where it is kept.</summary>
public interface IMasterKey
{
    /// <summary>Names the key and its version; stored beside what it wraps, so that an older version can still unwrap.</summary>
    string Id { get; }

    ValueTask<byte[]> Wrap(ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <param name="keyId">The <see cref="Id"/> that wrapped it.</param>
    /// <exception cref="SealBrokenException">Wrapped by another key, or changed since.</exception>
    ValueTask<byte[]> Unwrap(string keyId, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation);
}
