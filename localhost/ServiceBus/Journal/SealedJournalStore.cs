using System.Security.Cryptography;
using Boai.Localhost.Engine;

namespace Boai.Localhost.ServiceBus;

/// <summary>
/// Keeps entries and blobs encrypted with AES-256-GCM, as Service Bus keeps messages encrypted at rest. What an earlier version wrote
/// in the clear is still read; it goes with the next checkpoints.
/// </summary>
/// <param name="key">32 bytes, from <see cref="JournalKeyFile"/>.</param>
internal sealed class SealedJournalStore(IJournalStore store, byte[] key) : IJournalStore
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // No journal entry begins so: their first byte is a kind, of which there are few.
    private static readonly byte[] Mark = [0xFE, (byte)'S', (byte)'B', 1];
    private static readonly int Overhead = Mark.Length + NonceLength + TagLength;

    public string Description => store.Description;

    public Task InitializeAsync(CancellationToken cancellation) => store.InitializeAsync(cancellation);

    // The head holds numbers and names of blobs alone.
    public Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation) => store.ReadHeadAsync(cancellation);

    public Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation) => store.TryWriteHeadAsync(content, replaces, cancellation);

    public async Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation) =>
        Open(await store.ReadEntryAsync(epoch, sequence, cancellation), $"entry {epoch}/{sequence}");

    public Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation) =>
        store.TryInsertEntryAsync(epoch, sequence, Seal(content), cancellation);

    public Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation) =>
        store.DeleteEntriesAsync([.. entries.Select(entry => entry with { Bytes = entry.Bytes + Overhead })], cancellation);

    public Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        store.WriteBlobAsync(name, Seal(content.Span), cancellation);

    public async Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation) => Open(await store.ReadBlobAsync(name, cancellation), $"checkpoint '{name}'");

    public async Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation) =>
        (await ReadBlobAsync(name, cancellation))?.AsSpan().Slice((int)offset, length).ToArray();

    public Task DeleteBlobAsync(string name, CancellationToken cancellation) => store.DeleteBlobAsync(name, cancellation);

    private byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] box = new byte[Overhead + content.Length];
        Mark.CopyTo(box, 0);
        Span<byte> nonce = box.AsSpan(Mark.Length, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(key, TagLength);
        cipher.Encrypt(nonce, content, box.AsSpan(Overhead), box.AsSpan(Mark.Length + NonceLength, TagLength));
        return box;
    }

    private byte[]? Open(byte[]? box, string what)
    {
        if (box is null || !box.AsSpan().StartsWith(Mark) || box.Length < Overhead)
        {
            return box;
        }

        byte[] content = new byte[box.Length - Overhead];
        using AesGcm cipher = new(key, TagLength);
        try
        {
            cipher.Decrypt(box.AsSpan(Mark.Length, NonceLength), box.AsSpan(Overhead), box.AsSpan(Mark.Length + NonceLength, TagLength), content);
        }
        catch (AuthenticationTagMismatchException broken)
        {
            throw new InvalidDataException(
                $"The broker's {what} in {store.Description} cannot be opened with the key in {JournalKeyFile.Name}: it is another key's, or damaged. Put back the key file that belongs to these messages.",
                broken);
        }

        return content;
    }
}
