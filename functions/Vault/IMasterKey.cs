namespace Boai.Functions.Vault;

/// <summary>A data key as it is stored.</summary>
/// <param name="KeyId">The master key, with its version, that wrapped it and alone unwraps it.</param>
public readonly record struct WrappedKey(string KeyId, byte[] Bytes);

/// <summary>Wraps data keys. The master key itself never leaves where it is kept.</summary>
public interface IMasterKey
{
    /// <summary>Names the key and version that wraps from now on.</summary>
    string Id { get; }

    /// <summary>Wraps a data key with the current master key.</summary>
    ValueTask<WrappedKey> Wrap(ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <summary>Unwraps what the current or a former master key wrapped.</summary>
    /// <exception cref="SealBrokenException">Wrapped by a key that is not there, or changed since.</exception>
    ValueTask<byte[]> Unwrap(WrappedKey wrapped, CancellationToken cancellation);
}

/// <summary>A master key that the app itself rotates; elsewhere that is the business of whoever keeps it.</summary>
public interface IOwnMasterKey : IMasterKey
{
    /// <summary>Ids of the keys that unwrap, the current one first.</summary>
    IReadOnlyList<string> Known { get; }

    /// <summary>Makes a new key, which wraps from now on. The former ones go on unwrapping.</summary>
    /// <returns>Its id.</returns>
    string Rotate();

    /// <summary>Destroys a former key: what it wrapped is unreadable from then on. Destroying it again changes nothing.</summary>
    /// <exception cref="ArgumentException">It is the current one.</exception>
    void Retire(string id);
}
