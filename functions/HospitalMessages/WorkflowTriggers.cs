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

    [Function(nameof(HospitalSending))]
    public static Task<bool> Send([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new HospitalSending().RunAsync(context, context.GetInput<MessageToSend>()!);
}
