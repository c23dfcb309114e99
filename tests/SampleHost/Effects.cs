using System.Globalization;

namespace Boai.SampleHost;

/// <summary>The world outside: an effect is a file that is made once under its idempotency key; every attempt is noted beside it.</summary>
internal sealed class Effects(string folder)
{
    private readonly Lock gate = new();
    private readonly string attempts = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"attempts-{Environment.ProcessId}.log"));

    public async Task Do(string key, CancellationToken cancellation)
    {
        Note(key);

        // Long enough that a kill finds some of them under way.
        await Task.Delay(15, cancellation);
        try
        {
            await using FileStream made = new(Path.Combine(folder, key + ".effect"), FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, key + ".effect")))
        {
            // Done by an attempt whose result was not recorded.
        }
    }

    private void Note(string key)
    {
        lock (gate)
        {
            File.AppendAllText(attempts, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:O} {key}\n"));
        }
    }
}
