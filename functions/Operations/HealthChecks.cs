using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Operations;

/// <summary>Asks everything that a request needs, all at the same time: each one gets a few seconds.</summary>
public sealed class HealthChecks(AppStorage storage, PlatformReadiness readiness, IMasterKey masterKey, TimeProvider time, ILogger<HealthChecks> logger)
{
    internal const string Ok = "ok";
    internal const string NoAnswer = "no answer";
    internal const string Starting = "starting";

    /// <summary>Nothing that a healthy store does takes this long; a probe of the platform gives up later than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Anybody may ask, and each asking costs a call of the key vault: so one answer serves all who ask at the same time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private Task<IReadOnlyDictionary<string, string>>? _last;

    /// <returns>How each check went, by name: <c>start</c>, <c>tables</c>, <c>blobs</c>, <c>keys</c>, <c>orchestrations</c>.</returns>
    public Task<IReadOnlyDictionary<string, string>> Run(DurableTaskClient client, CancellationToken cancellation)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_last is null || now - _askedAt >= Fresh)
            {
                (_askedAt, _last) = (now, Ask(client));
            }

            return _last.WaitAsync(cancellation);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> Ask(DurableTaskClient client)
    {
        Dictionary<string, Task<string>> checks = new(StringComparer.Ordinal)
        {
            ["start"] = Task.FromResult(readiness.IsReady ? Ok : Starting),
            ["tables"] = Answer("tables", stop => storage.Table(PlatformTables.Counters).Find("health", "health", stop)),
            ["blobs"] = Answer("blobs", stop => storage.Container(PlatformContainers.Documents).ExistsAsync(stop)),
            ["keys"] = Answer("keys", TryKeys),
            ["orchestrations"] = Answer("orchestrations", stop => client.GetInstanceAsync("health", stop)),
        };
        await Task.WhenAll(checks.Values);
        return checks.ToDictionary(check => check.Key, check => check.Value.Result, StringComparer.Ordinal);
    }

    // Wraps and unwraps a key that is thrown away: no person's data can be read, nor written, while this fails.
    private async Task TryKeys(CancellationToken cancellation) =>
        await masterKey.Unwrap(await masterKey.Wrap(new byte[SealedBox.KeyBytes], cancellation), cancellation);

    private async Task<string> Answer(string name, Func<CancellationToken, Task> ask)
    {
        using CancellationTokenSource patience = new(Patience, time);
        try
        {
            await ask(patience.Token).WaitAsync(patience.Token);
            return Ok;
        }
        catch (Exception failure)
        {
            // Whatever it was, the answer is no. The type says which kind of no; a message may quote an address or a key's name.
            logger.LogWarning("Health check {Check} failed with {Exception}", name, failure.GetType().ToString());
            return NoAnswer;
        }
    }
}
