using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.OrganDonation;

/// <summary>Binds the programme's orchestration to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(OrganDonationWitness))]
    public static Task<ClosedDonorCase> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new OrganDonationWitness().RunAsync(context, context.GetInput<CaseNumber>()!);
}
