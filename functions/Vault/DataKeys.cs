using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Boai.Functions.Storage;

namespace Boai.Functions.Vault;

/// <summary>Every person's data key: made once, stored wrapped by the master key, destroyed to destroy the person's data.</summary>
/// <remarks>
/// Unwrapped keys stay in memory for ten minutes, so that a case's steps do not ask the store and Key Vault again and again. After a
/// destruction by another process this one may still open what it has read for that long, and no longer.
/// </remarks>
public sealed class DataKeys(AppStorage storage, IMasterKey master, TimeProvider time)
{
    private const int MostCached = 2_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<SubjectId, Cached> _cache = new();

    /// <summary>Makes a key for a new person; it is only stored with the row that <see cref="PutInto"/> fills.</summary>
    internal static byte[] New() => RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);

    internal async Task PutInto(TableEntity person, byte[] key, CancellationToken cancellation) => KeyRotation.Put(person, await master.Wrap(key, cancellation));

    /// <returns>The key, or null when the person was never admitted or the key was destroyed.</returns>
    public async ValueTask<byte[]?> Find(SubjectId subject, CancellationToken cancellation)
    {
        if (_cache.TryGetValue(subject, out Cached? cached) && cached.Until > time.GetUtcNow())
        {
            return cached.Key;
        }

        TableEntity? person = await storage.Table(PlatformTables.Vault).Find(subject.Value, subject.Value, cancellation);
        return person is null ? null : await FromRow(subject, person, cancellation);
    }

    /// <exception cref="SubjectDestroyedException">There is no key.</exception>
    public async ValueTask<byte[]> Get(SubjectId subject, CancellationToken cancellation) =>
        await Find(subject, cancellation) ?? throw new SubjectDestroyedException(subject);

    internal async ValueTask<byte[]?> FromRow(SubjectId subject, TableEntity person, CancellationToken cancellation)
    {
        if (KeyRotation.Of(person) is not { } wrapped)
        {
            Forget(subject);
            return null;
        }

        byte[] key = await master.Unwrap(wrapped, cancellation);
        Remember(subject, key);
        return key;
    }

    internal void Remember(SubjectId subject, byte[] key)
    {
        if (_cache.Count >= MostCached)
        {
            _cache.Clear();
        }

        _cache[subject] = new Cached(key, time.GetUtcNow() + Kept);
    }

    internal void Forget(SubjectId subject) => _cache.TryRemove(subject, out _);

    private sealed record Cached(byte[] Key, DateTimeOffset Until);
}

/// <summary>A person's data cannot be read any more: the data key was destroyed, or the person was never admitted.</summary>
public sealed class SubjectDestroyedException : Exception
{
    public SubjectDestroyedException(SubjectId subject) : base($"There is no data key for {subject}: the person's data was destroyed or never admitted.") { }

    public SubjectDestroyedException() { }

    public SubjectDestroyedException(string message) : base(message) { }

    public SubjectDestroyedException(string message, Exception innerException) : base(message, innerException) { }
}
