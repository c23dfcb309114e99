using System.Security.Cryptography;

namespace Boai.Localhost.ServiceBus;

/// <summary>The key of the broker's journal: a file beside the emulator's data and not in it, made at the first start.</summary>
public static class JournalKeyFile
{
    /// <summary>Its name in the data folder.</summary>
    public const string Name = "service-bus.key";

    private const int KeyLength = 32;

    /// <exception cref="InvalidDataException">The file is no key.</exception>
    public static byte[] Open(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream file = new(path, options);
            file.Write(RandomNumberGenerator.GetBytes(KeyLength));
            file.Flush(flushToDisk: true);
        }

        byte[] key = File.ReadAllBytes(path);
        return key.Length == KeyLength
            ? key
            : throw new InvalidDataException($"{path} holds {key.Length} bytes; a key has {KeyLength}. Put back the file from a backup, or delete the data folder to begin anew.");
    }
}
