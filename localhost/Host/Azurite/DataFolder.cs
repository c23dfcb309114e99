using System.Globalization;

namespace Boai.Localhost.Host;

/// <summary>The data folder, held by one host at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    public const string LockName = "host.lock";

    private readonly FileStream held;

    private DataFolder(FileStream held) => this.held = held;

    /// <exception cref="LocalHostException">It cannot be written, or another host has it.</exception>
    public static DataFolder Open(string path)
    {
        string file = Path.Combine(path, LockName);
        try
        {
            Directory.CreateDirectory(path);
            FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush();
            return new DataFolder(held);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw CannotWrite(path, denied);
        }
        catch (IOException busy) when (File.Exists(file))
        {
            throw new LocalHostException(
                $"Another host uses the data folder {path}; stop it, or give this one its own with --data <folder>, --port <n> and --azurite-ports free.", busy);
        }
        catch (IOException failure)
        {
            throw CannotWrite(path, failure);
        }
    }

    public void Dispose() => held.Dispose();

    private static LocalHostException CannotWrite(string path, Exception cause) =>
        new($"The data folder {path} cannot be written ({cause.Message}); make it writable or choose another with --data <folder>.", cause);
}
