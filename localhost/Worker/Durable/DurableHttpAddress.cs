using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Remembers at which address the host that made a client serves the Durable HTTP API.</summary>
internal static class DurableHttpAddress
{
    internal const string Path = "/runtime/webhooks/durabletask";

    private static readonly ConditionalWeakTable<DurableTaskClient, Func<string>> Addresses = [];

    public static void Register(DurableTaskClient client, Func<string> authority) => Addresses.AddOrUpdate(client, authority);

    /// <returns>Scheme, host and port, or null when no host made the client.</returns>
    public static string? AuthorityOf(DurableTaskClient client) =>
        Addresses.TryGetValue(client, out Func<string>? authority) ? authority() : null;
}
