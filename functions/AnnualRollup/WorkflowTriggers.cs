using Boai.Workflows.AnnualRollup;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.AnnualRollup;

/// <summary>Binds the rollup to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(Workflows.AnnualRollup.AnnualRollup))]
    public static Task<RolledUp> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new Workflows.AnnualRollup.AnnualRollup().RunAsync(context, context.GetInput<RollupOrder>()!);

    [Function(nameof(RollupCorrection))]
    public static Task<RolledUp> Correct([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new RollupCorrection().RunAsync(context, context.GetInput<CorrectionOrder>()!);
}
