using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.SampleApp;

/// <summary>One function of every kind that waits until it is cancelled, and says both.</summary>
public static class SampleFunctions
{
    [Function("Hello")]
    public static IResult Hello([HttpTrigger("get", Route = "hello")] HttpRequest request) => Results.Text("hello");

    [Function("HoldRequest")]
    public static async Task<IResult> HoldRequest([HttpTrigger("get", Route = "hold")] HttpRequest request, CancellationToken cancellation)
    {
        await Hold("request", cancellation);
        return Results.Ok();
    }

    [Function("SlowRequest")]
    public static async Task<IResult> SlowRequest([HttpTrigger("get", Route = "slow")] HttpRequest request)
    {
        Console.WriteLine("slow begun");
        await Task.Delay(500, CancellationToken.None);
        return Results.Text("done all the same");
    }

    [Function("DeafRequest")]
    public static async Task<IResult> DeafRequest([HttpTrigger("get", Route = "deaf")] HttpRequest request)
    {
        Console.WriteLine("deaf begun");
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return Results.Ok();
    }

    [Function("HoldTimer")]
    public static Task HoldTimer([TimerTrigger("%SampleSchedule%")] TimerInfo timer, CancellationToken cancellation) => Hold("timer", cancellation);

    [Function("HoldMessage")]
    public static Task HoldMessage([QueueTrigger("held")] string text, int dequeueCount, CancellationToken cancellation) =>
        text == "quick" ? Task.CompletedTask : Hold($"message {dequeueCount}", cancellation);

    [Function("Send")]
    [QueueOutput("held")]
    public static string Send([ActivityTrigger] string text) => text;

    [Function("HoldActivity")]
    public static Task HoldActivity([ActivityTrigger] string name, CancellationToken cancellation) => Hold("activity", cancellation);

    [Function("Step")]
    public static int Step([ActivityTrigger] int number)
    {
        Console.WriteLine($"step {number}");
        return number;
    }

    [Function("Held")]
    public static Task Held([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("HoldActivity", "x");

    [Function("Sender")]
    public static Task Sender([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Send", "x");

    [Function("Steps")]
    public static async Task<int> Steps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        int sum = 0;
        for (int number = 1; number <= 20; number++)
        {
            sum += await context.CallActivityAsync<int>("Step", number);
            await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return sum;
    }

    [Function("StartSteps")]
    public static async Task<IResult> StartSteps([HttpTrigger("post", Route = "steps/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions(id));
        return Results.Accepted();
    }

    private static async Task Hold(string what, CancellationToken cancellation)
    {
        Console.WriteLine($"{what} held");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"{what} cancelled");
            throw;
        }
    }
}
