namespace Boai.Functions.Vault;

/// <summary>A small secret in a file of mode 0600 in a folder of mode 0700.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Reads the file; when there is none, writes one. Two processes that start together end with the same secret.</summary>
    /// <exception cref="KeyFileException">The file gives rights to anyone but its owner.</exception>
    public static string ReadOrCreate(string folder, string name, Func<string> create)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            Create(folder, path, create());
        }

        // Windows keeps rights in ACLs that the user's profile folder already restricts.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerFile) != 0)
        {
            throw new KeyFileException(
                $"{path} can be read by others (mode {Octal(File.GetUnixFileMode(path))}). Run: chmod 600 '{path}', and find out who had access.");
        }

        return File.ReadAllText(path);
    }

    private static void Create(string folder, string path, string secret)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }

        string draft = $"{path}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using (StreamWriter file = new(draft, options))
        {
            file.Write(secret);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another process was first; its secret is the one that counts
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
