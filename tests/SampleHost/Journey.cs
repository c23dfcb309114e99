using Boai.Localhost.Engine;
using Microsoft.DurableTask;

namespace Boai.SampleHost;

/// <summary>An orchestration with steps in a row, a timer, a sub-orchestration and a fan-out: 17 effects, result 17.</summary>
internal static class Journey
{
    public const string Name = "Journey";

    public static DurableTaskHandlers Handlers(Effects effects)
    {
        DurableTaskHandlers handlers = new();
        handlers.AddOrchestrator(Name, async context =>
        {
            int sum = await Steps(context, 5);
            await context.CreateTimer(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            sum += await context.CallSubOrchestratorAsync<int>("Detour", options: new SubOrchestrationOptions(instanceId: context.InstanceId + "-detour"));
            int[] together = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => context.CallActivityAsync<int>("Effect")));
            return sum + together.Sum();
        });
        handlers.AddOrchestrator("Detour", async context => await Steps(context, 2));
        handlers.AddActivity("Effect", async (call, cancellation) =>
        {
            await effects.Do($"{call.InstanceId}#{call.TaskId}", cancellation);
            return "1";
        });
        return handlers;
    }

    private static async Task<int> Steps(TaskOrchestrationContext context, int count)
    {
        int sum = 0;
        for (int step = 0; step < count; step++)
        {
            sum += await context.CallActivityAsync<int>("Effect");
        }

        return sum;
    }
}
