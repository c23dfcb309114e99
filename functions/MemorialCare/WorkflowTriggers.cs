using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.MemorialCare;

/// <summary>Binds the programme's orchestration to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(MemorialCareCase))]
    public static Task<EndedCare> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new MemorialCareCase().RunAsync(context, context.GetInput<CaseNumber>()!);
}
