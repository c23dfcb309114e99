using System.Globalization;
using Boai.Localhost.Host;

namespace Boai.Localhost.Testing;

/// <summary>An Azurite of a test's own, on free ports, gone when disposed and when the test process dies.</summary>
public sealed class TestAzurite : IAsyncDisposable
{
    private const int Accounts = 400;

    // Opens nothing but this emulator.
    private static readonly string Key = Convert.ToBase64String(new byte[64]);
    private readonly string install;
    private readonly string folder;
    private readonly bool onDisk;
    private AzuriteProcess process;
    private int used;

    private TestAzurite(string install, string folder, bool onDisk, AzuritePorts ports, AzuriteProcess process)
    {
        this.install = install;
        this.folder = folder;
        this.onDisk = onDisk;
        this.process = process;
        Ports = ports;
    }

    /// <summary>Where it listens.</summary>
    public AzuritePorts Ports { get; }

    /// <summary>The process that runs now.</summary>
    public int ProcessId => process.Id;

    /// <summary>The emulator's well-known account, shared by all who use it.</summary>
    public string ConnectionString => Ports.ConnectionString;

    /// <param name="onDisk">Whether what is written survives <see cref="KillAsync"/>, as far as Azurite had saved it.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<TestAzurite> StartAsync(bool onDisk = false, CancellationToken cancellation = default)
    {
        string folder = Directory.CreateTempSubdirectory("azurite-test-").FullName;
        string install = await AzuriteInstall.Default(Console.Out.WriteLine).EnsureAsync(cancellation);
        AzuritePorts ports = AzuritePorts.Free();
        return new TestAzurite(install, folder, onDisk, ports, await LaunchAsync(install, folder, onDisk, ports, cancellation));
    }

    /// <summary>Connects to an account that nobody has used: a storage of its own for one test.</summary>
    public string NewAccount()
    {
        int number = Interlocked.Increment(ref used);
        if (number > Accounts)
        {
            throw new InvalidOperationException($"All {Accounts} accounts of this Azurite are used; start another one.");
        }

        string name = NameOf(number);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{name};"
            + $"QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{name};TableEndpoint=http://127.0.0.1:{Ports.Table}/{name};");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>Starts it again on the same ports and the same files.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default) =>
        process = await LaunchAsync(install, folder, onDisk, Ports, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number:000}");

    private static Task<AzuriteProcess> LaunchAsync(
        string install, string folder, bool onDisk, AzuritePorts ports, CancellationToken cancellation) => AzuriteProcess.StartAsync(
        install,
        folder,
        ports,
        onDisk ? [] : ["--inMemoryPersistence"],
        new Dictionary<string, string>
        {
            ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(n => $"{NameOf(n)}:{Key}").Prepend(WellKnown)),
            ["AZURITE_ENDS_WITH_PARENT"] = "1",
        },
        cancellation);

    private static string WellKnown => $"{AzuritePorts.Account}:{AzuritePorts.Key}";
}
