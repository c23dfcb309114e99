using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Boai.Functions.Operations;

namespace Boai.Functions.Storage;

/// <summary>Counts the storage requests of this process by store, table or container, and verb.</summary>
/// <remarks>
/// One entry is one call of the SDK: a transaction of many rows counts once, a retried call counts once. The benchmark divides the
/// total by the number of applications.
/// </remarks>
public sealed class StorageMeter
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Told every operation before it is sent. Tests throw here, as a process that dies between two writes would.</summary>
    internal Action<string>? BeforeSending { get; set; }

    /// <summary>Operations so far, e.g. <c>table cases $batch → 12</c>.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    public long Total => _counts.Values.Sum();

    public void Reset() => _counts.Clear();

    internal HttpPipelinePolicy Policy(string store, string prefix) => new Counter(this, store, prefix);

    private void Count(string key) => _counts.AddOrUpdate(key, 1, static (_, seen) => seen + 1);

    private sealed class Counter(StorageMeter meter, string store, string prefix) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            using Activity? span = Begin(message);
            ProcessNext(message, pipeline);
            End(span, message);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            using Activity? span = Begin(message);
            await ProcessNextAsync(message, pipeline);
            End(span, message);
        }

        // The span names the store, the table or container and the verb, as the count does: never a key.
        private Activity? Begin(HttpMessage message)
        {
            string subject = Subject(message.Request.Uri.Host ?? "", message.Request.Uri.Path ?? "");
            string operation = $"{store} {subject} {message.Request.Method.Method}";
            meter.BeforeSending?.Invoke(operation);
            meter.Count(operation);
            return Tracing.Source.StartActivity(operation, ActivityKind.Client);
        }

        private static void End(Activity? span, HttpMessage message)
        {
            if (message.HasResponse)
            {
                span?.SetTag("http.response.status_code", message.Response.Status);
            }
        }

        // An emulator is reached by address and puts the account first (devstoreaccount1/cases(...)); Azure has it in the host name.
        private string Subject(string host, string path)
        {
            string subject = path.TrimStart('/');
            if (System.Net.IPAddress.TryParse(host, out _) && subject.IndexOf('/', StringComparison.Ordinal) is > 0 and int account)
            {
                subject = subject[(account + 1)..];
            }

            int end = subject.IndexOfAny(['(', '/', '?']);
            subject = end < 0 ? subject : subject[..end];
            return prefix.Length > 0 && subject.StartsWith(prefix, StringComparison.Ordinal) ? subject[prefix.Length..] : subject;
        }
    }
}
