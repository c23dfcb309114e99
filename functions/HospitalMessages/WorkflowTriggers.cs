using Boai.Workflows.HospitalMessages;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.HospitalMessages;

/// <summary>Binds the handling of messages to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(HospitalMessageHandling))]
    public static Task<MessageHandled> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new HospitalMessageHandling().RunAsync(context, context.GetInput<MessageToHandle>()!);
}
