using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Boai.Localhost.Host;

/// <summary>Where the three services of the storage emulator listen on 127.0.0.1.</summary>
public readonly record struct AzuritePorts(int Blob, int Queue, int Table)
{
    // The emulator's published account; it opens nothing but the emulator.
    internal const string Account = "devstoreaccount1";
    internal const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>10000, 10001 and 10002.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Blob}/{Account};"
        + $"QueueEndpoint=http://127.0.0.1:{Queue}/{Account};TableEndpoint=http://127.0.0.1:{Table}/{Account};");

    /// <summary>Three ports that were free a moment ago.</summary>
    public static AzuritePorts Free()
    {
        // All three are held at once, so that they differ.
        TcpListener[] listeners = [.. Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return new AzuritePorts(ports[0], ports[1], ports[2]);
    }

    /// <summary>Reads "10000,10001,10002", or "free".</summary>
    public static bool TryParse(string text, out AzuritePorts ports)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.Equals(text, "free", StringComparison.OrdinalIgnoreCase))
        {
            ports = Free();
            return true;
        }

        int[] numbers = [.. text.Split(',').Select(part => PortNumber.TryParse(part, out int port) ? port : 0)];
        bool good = numbers.Length == 3 && numbers.All(port => port > 0) && numbers.Distinct().Count() == 3;
        ports = good ? new AzuritePorts(numbers[0], numbers[1], numbers[2]) : default;
        return good;
    }

    /// <summary>"10000,10001,10002".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Blob},{Queue},{Table}");
}

internal static class PortNumber
{
    /// <summary>0 means any free one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out int port) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;
}
