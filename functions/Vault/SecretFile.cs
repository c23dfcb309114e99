using System.Text;

namespace Boai.Functions.Vault;

/// <summary>A small secret in a file of mode 0600 in a folder of mode 0700.</summary>
internal static class SecretFile
{
    private const int Attempts = 250;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Reads the file; when there is none, writes one. Processes that start together end with the same secret.</summary>
    /// <exception cref="KeyFileException">The file gives rights to anyone but its owner, or another process keeps it locked.</exception>
    public static string ReadOrCreate(string folder, string name, Func<string> create)
    {
        string path = Path.Combine(folder, name);
        CreateFolder(folder);
        using FileStream file = OpenAlone(path);

        // Windows keeps rights in ACLs that the user's profile folder already restricts.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerFile) != 0)
        {
            throw new KeyFileException(
                $"{path} can be read by others (mode {Octal(File.GetUnixFileMode(path))}). Run: chmod 600 '{path}', and find out who had access.");
        }

        if (file.Length == 0)
        {
            file.Write(Encoding.UTF8.GetBytes(create()));
            file.Flush(flushToDisk: true);
            file.Position = 0;
        }

        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    /// <summary>Puts other contents in the file's place, whole or not at all.</summary>
    /// <param name="change">Gives the new contents for the old.</param>
    /// <exception cref="KeyFileException">The file is not there, or another process keeps it locked.</exception>
    public static void Rewrite(string folder, string name, Func<string, string> change)
    {
        string path = Path.Combine(folder, name);
        using FileStream file = File.Exists(path) ? OpenAlone(path) : throw new KeyFileException($"{path} is not there. Put it back from the backup.");
        using StreamReader reader = new(file);
        string text = change(reader.ReadToEnd());
        string beside = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using (FileStream made = new(beside, options))
        {
            made.Write(Encoding.UTF8.GetBytes(text));
            made.Flush(flushToDisk: true);
        }

        if (OperatingSystem.IsWindows())
        {
            reader.Dispose(); // a file that is open cannot be replaced there
        }

        File.Move(beside, path, overwrite: true);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }
    }

    // Whoever has the file open has it alone: so the second process reads what the first one wrote, never half of it.
    private static FileStream OpenAlone(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(path))
            {
                Thread.Sleep(Pause);
            }
            catch (IOException locked)
            {
                throw new KeyFileException($"{path} cannot be opened: another process keeps it locked, or the folder is not writable.", locked);
            }
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}

/// <summary>A key file is unsafe or unreadable; the message says what to do.</summary>
public sealed class KeyFileException : Exception
{
    public KeyFileException() { }

    public KeyFileException(string message) : base(message) { }

    public KeyFileException(string message, Exception innerException) : base(message, innerException) { }
}
