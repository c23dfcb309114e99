using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.HardshipRelief;

/// <summary>Binds the programme's orchestration to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(HardshipReliefApplication))]
    public static Task<ClosedCase> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new HardshipReliefApplication().RunAsync(context, context.GetInput<CaseNumber>()!);
}
