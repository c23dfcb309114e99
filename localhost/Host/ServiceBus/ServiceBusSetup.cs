using System.Diagnostics.CodeAnalysis;
using Boai.Localhost.ServiceBus;

namespace Boai.Localhost.Host;

/// <param name="Path">As declared, with <c>/$DeadLetterQueue</c> for its dead-letter queue.</param>
/// <param name="RequiresSession">Whether it is received session by session.</param>
internal sealed record ServiceBusQueue(string Path, bool RequiresSession);

/// <summary>The Service Bus as an app's functions see it: declared queues, and the settings that they name as connections.</summary>
/// <param name="configuration">Null when nothing declares queues.</param>
internal sealed class ServiceBusSetup(ServiceBusConfiguration? configuration)
{
    public const string FileName = "servicebus.json";
    public const string DefaultConnection = "AzureWebJobsServiceBus";

    private readonly SortedSet<string> connections = new(StringComparer.OrdinalIgnoreCase);

    public static ServiceBusSetup None { get; } = new(null);

    /// <summary>The queues, if a function uses any of them; only then there is a broker.</summary>
    public ServiceBusConfiguration? Used => connections.Count > 0 ? configuration : null;

    /// <summary>The settings in which functions expect a connection string.</summary>
    public IReadOnlyCollection<string> Connections => connections;

    /// <exception cref="LocalHostException">The declaration cannot be used.</exception>
    public static ServiceBusSetup Read(string? json, string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new ServiceBusSetup(
                json is not null ? ServiceBusConfiguration.Parse(json) : File.Exists(path) ? ServiceBusConfiguration.Load(path) : null);
        }
        catch (ServiceBusConfigurationException unusable)
        {
            throw new LocalHostException(json is null ? unusable.Message : $"{FileName}: {unusable.Message}", unusable);
        }
    }

    /// <summary>Finds what an attribute names, and notes its connection.</summary>
    public bool TryFind(
        string name, string? connection, FunctionSettings settings, [NotNullWhen(true)] out ServiceBusQueue? queue, [NotNullWhen(false)] out string? problem)
    {
        queue = null;
        if (!settings.TryResolve(name, out string address))
        {
            problem = $"the queue's name needs the setting '{address}', which is not set";
            return false;
        }

        EntityPath path = EntityPath.Parse(address);
        if (configuration is null || !configuration.Queues.TryGetValue(path.Queue, out Boai.Localhost.ServiceBus.QueueSettings? declared))
        {
            problem = configuration is null
                ? $"queue '{path.Queue}' is declared nowhere: there is no {FileName} beside the app"
                : $"{FileName} does not declare queue '{path.Queue}' (it declares {string.Join(", ", configuration.Queues.Keys)})";
            return false;
        }

        connections.Add(string.IsNullOrEmpty(connection) ? DefaultConnection : connection);
        queue = path.DeadLetter
            ? new ServiceBusQueue(declared.Name + EntityPath.DeadLetterSuffix, RequiresSession: false)
            : new ServiceBusQueue(declared.Name, declared.RequiresSession);
        problem = null;
        return true;
    }
}
