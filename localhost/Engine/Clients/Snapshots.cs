using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Clients;

/// <summary>What a client sees of an instance.</summary>
internal static class Snapshots
{
    public static OrchestrationMetadata Of(Instance instance, DataConverter converter, bool withData) => new(instance.Name, instance.Id)
    {
        RuntimeStatus = instance.Status,
        CreatedAt = instance.CreatedAt,
        LastUpdatedAt = instance.LastUpdatedAt,
        SerializedInput = withData ? instance.Input : null,
        SerializedOutput = withData ? instance.Output : null,
        SerializedCustomStatus = withData ? instance.CustomStatus : null,
        FailureDetails = withData ? instance.Failure?.Details : null,
        Tags = instance.Tags ?? new Dictionary<string, string>(),
        DataConverter = withData ? converter : null,
    };

    public static IEnumerable<string> ChildrenOf(Instance instance)
        => instance.History.Items().Where(item => item.Kind == ItemKind.SubOrchestrationScheduled).Select(item => item.Target!);
}
