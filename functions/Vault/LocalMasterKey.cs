using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.Vault;

/// <summary>Master keys in a file that only its owner can read, made on first use: the current one first, then the former ones.</summary>
/// <remarks>
/// Losing the file loses every person's data: it belongs in the backup of the machine, apart from the backup of the tables. The file is read
/// again when it has changed, so that processes which share it wrap with the same key.
/// </remarks>
public sealed class LocalMasterKey : IOwnMasterKey
{
    private const string FileName = "master.key";
    private const string Marker = "boai-master-key-1";
    private readonly string _folder;
    private readonly Lock _reading = new();
    private volatile Keys _keys;

    private LocalMasterKey(string folder) => (_folder, _keys) = (folder, Read(folder));

    public string Id => Fresh().Current.Id;

    public IReadOnlyList<string> Known => [.. Fresh().All.Select(key => key.Id)];

    private string FilePath => Path.Combine(_folder, FileName);

    /// <summary>Reads the keys of a folder, making both when they do not exist.</summary>
    /// <exception cref="KeyFileException">The file can be read by others, or does not hold a key.</exception>
    public static LocalMasterKey InFolder(string folder) => new(folder);

    public ValueTask<WrappedKey> Wrap(ReadOnlyMemory<byte> key, CancellationToken cancellation)
    {
        OneKey current = Fresh().Current;
        return ValueTask.FromResult(new WrappedKey(current.Id, SealedBox.Seal(current.Bytes, key.Span, Context(current.Id))));
    }

    public ValueTask<byte[]> Unwrap(WrappedKey wrapped, CancellationToken cancellation)
    {
        Keys keys = Fresh();
        return keys.All.FirstOrDefault(key => key.Id == wrapped.KeyId) is { } one
            ? ValueTask.FromResult(SealedBox.Open(one.Bytes, wrapped.Bytes, Context(one.Id)))
            : throw new SealBrokenException(
                Context(wrapped.KeyId), $"it was wrapped by key {wrapped.KeyId}, and this machine has {string.Join(", ", keys.All.Select(key => key.Id))}");
    }

    public string Rotate()
    {
        SecretFile.Rewrite(_folder, FileName, text => NewLine() + text);
        return Id;
    }

    public void Retire(string id)
    {
        SecretFile.Rewrite(_folder, FileName, text =>
        {
            Keys keys = Parse(text, FilePath);
            return keys.Current.Id == id
                ? throw new ArgumentException($"{id} is the current master key; rotate first.", nameof(id))
                : string.Concat(keys.All.Where(key => key.Id != id).Select(Line));
        });
        _ = Fresh();
    }

    private Keys Fresh()
    {
        if (_keys.Stamp == StampOf(FilePath))
        {
            return _keys;
        }

        lock (_reading)
        {
            return _keys = Read(_folder);
        }
    }

    private static Keys Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        string text = SecretFile.ReadOrCreate(folder, FileName, NewLine);
        return Parse(text, path) with { Stamp = StampOf(path) };
    }

    private static Keys Parse(string text, string path)
    {
        OneKey?[] keys = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(KeyOf)];
        return keys is [] || keys.Contains(null) || keys.DistinctBy(key => key!.Id).Count() != keys.Length
            ? throw new KeyFileException($"{path} does not hold a master key. Put back the file from the backup; a new key cannot read what the old one sealed.")
            : new Keys([.. keys.OfType<OneKey>()], default);
    }

    private static OneKey? KeyOf(string line)
    {
        byte[] key = new byte[SealedBox.KeyBytes];
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [Marker, { Length: > 0 } id, { } encoded]
            && Convert.TryFromBase64String(encoded, key, out int length) && length == SealedBox.KeyBytes
                ? new OneKey(id, key)
                : null;
    }

    private static string Context(string keyId) => "wrapped key|" + keyId;

    private static string NewLine()
    {
        byte[] key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);
        return Line(new OneKey("local-" + Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(Marker), .. key]))[..12], key));
    }

    private static string Line(OneKey key) => $"{Marker} {key.Id} {Convert.ToBase64String(key.Bytes)}\n";

    private static (DateTime Written, long Length) StampOf(string path) => new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    private sealed record OneKey(string Id, byte[] Bytes);

    private sealed record Keys(IReadOnlyList<OneKey> All, (DateTime Written, long Length) Stamp)
    {
        public OneKey Current => All[0];
    }
}
