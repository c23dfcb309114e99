using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Functions.CorneaDonation;

/// <summary>Binds the programme's orchestration to the host.</summary>
internal static class WorkflowTriggers
{
    [Function(nameof(CorneaDonationCase))]
    public static Task<EndedCase> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new CorneaDonationCase().RunAsync(context, context.GetInput<CaseNumber>()!);
}
