using Boai.Tests.Localhost.Host;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Boai.Tests.Localhost.Testing;

/// <summary>A workflow with every kind of step, as it was shipped.</summary>
public sealed class ShippedFunctions(Diary diary)
{
    public static readonly EntityInstanceId Stock = new("Counter", "stock");

    [Function("Delivery")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, Parcel parcel)
    {
        context.SetCustomStatus("packing");
        string packed = await context.CallActivityAsync<string>("Wrap", parcel, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1))));
        await context.Entities.SignalEntityAsync(Stock, "Add", -1);
        await using (await context.Entities.LockEntitiesAsync(Stock))
        {
            await context.Entities.CallEntityAsync<int>(Stock, "Get");
        }

        await context.CallSubOrchestratorAsync<int>("Doubler", parcel.Weight, new SubOrchestrationOptions(instanceId: context.InstanceId + "-part"));
        string? address;
        try
        {
            address = await context.WaitForExternalEvent<string>("Address", TimeSpan.FromDays(2));
        }
        catch (TaskCanceledException)
        {
            address = null;
        }

        context.SendEvent("office", "Sent", packed);
        return $"{packed} to {address ?? "nobody"} by {context.NewGuid():N}";
    }

    [Function("Wrap")]
    public string Wrap([ActivityTrigger] Parcel parcel, string instanceId)
    {
        diary.Write($"Wrap {parcel.Name}");
        return diary.Entries.Count(entry => entry == $"Wrap {parcel.Name}") < parcel.Weight
            ? throw new InvalidOperationException("the paper tore")
            : $"{parcel.Name} in paper";
    }

    [Function("Doubler")]
    public static int Doubler([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<int>() * 2;

    [Function("Counter")]
    public static Task Counter([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CounterEntity>();
}

/// <summary>The same workflow after a careless change: the timeout of the wait has become a timer of its own.</summary>
public static class CarelessFunctions
{
    [Function("Delivery")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, Parcel parcel)
    {
        string packed = await context.CallActivityAsync<string>("Wrap", parcel, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1))));
        await context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
        return packed;
    }
}

/// <summary>The same workflow, ended early.</summary>
public static class HastyFunctions
{
    [Function("Delivery")]
    public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => "done";
}

/// <summary>The same workflow, waiting for what is not its context's.</summary>
public static class ForeignFunctions
{
    [Function("Delivery")]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context) => await Task.Run(() => { });
}

/// <summary>The same workflow, with something new after all that it did before.</summary>
public static class CarefulFunctions
{
    [Function("Delivery")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, Parcel parcel)
    {
        string result = await ShippedFunctions.Run(context, parcel);
        context.SetCustomStatus("delivered");
        return result.ToUpperInvariant();
    }
}
