using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.Vault;

/// <summary>A master key in a file that only its owner can read, made on first use.</summary>
/// <remarks>Losing the file loses every person's data: it belongs in the backup of the machine, apart from the backup of the tables.</remarks>
public sealed class LocalMasterKey : IMasterKey
{
    private const string FileName = "master.key";
    private const string Marker = "boai-master-key-1";
    private readonly byte[] _key;

    private LocalMasterKey(string id, byte[] key) => (Id, _key) = (id, key);

    public string Id { get; }

    /// <summary>Reads the key of a folder, making both when they do not exist.</summary>
    /// <exception cref="KeyFileException">The file can be read by others, or does not hold a key.</exception>
    public static LocalMasterKey InFolder(string folder)
    {
        string text = SecretFile.ReadOrCreate(folder, FileName, NewKey);
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        byte[] key = new byte[SealedBox.KeyBytes];
        if (words is not [Marker, { Length: > 0 } id, { } encoded]
            || !Convert.TryFromBase64String(encoded, key, out int length) || length != SealedBox.KeyBytes)
        {
            throw new KeyFileException(
                $"{Path.Combine(folder, FileName)} does not hold a master key. Put back the file from the backup; a new key cannot read what the old one sealed.");
        }

        return new LocalMasterKey(id, key);
    }

    public ValueTask<byte[]> Wrap(ReadOnlyMemory<byte> key, CancellationToken cancellation) =>
        ValueTask.FromResult(SealedBox.Seal(_key, key.Span, Context(Id)));

    public ValueTask<byte[]> Unwrap(string keyId, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation) =>
        keyId == Id
            ? ValueTask.FromResult(SealedBox.Open(_key, wrapped.Span, Context(keyId)))
            : throw new SealBrokenException(Context(keyId), $"it was wrapped by key {keyId}, and this machine has {Id}");

    private static string Context(string keyId) => "wrapped key|" + keyId;

    private static string NewKey()
    {
        byte[] key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);
        string id = "local-" + Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(Marker), .. key]))[..12];
        return $"{Marker} {id} {Convert.ToBase64String(key)}\n";
    }
}
