using Boai.Workflows.Cases;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.BodyDonation;

/// <summary>Binds the programme's orchestration to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(BodyDonationCase))]
    public static Task<EndedCase> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new BodyDonationCase().RunAsync(context, context.GetInput<CaseNumber>()!);
}
