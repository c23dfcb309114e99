using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

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

    private sealed class Counter(StorageMeter meter, string store, string prefix) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            string subject = Subject(message.Request.Uri.Host ?? "", message.Request.Uri.Path ?? "");
            string operation = $"{store} {subject} {message.Request.Method.Method}";
            meter.BeforeSending?.Invoke(operation);
            meter.Count(operation);
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
