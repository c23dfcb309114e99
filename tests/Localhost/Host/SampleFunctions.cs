using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Boai.Tests.Localhost.Host;

/// <summary>What the sample functions did, in order.</summary>
public sealed class Diary
{
    private readonly ConcurrentQueue<string> entries = new();

    public IReadOnlyList<string> Entries => [.. entries];

    public void Write(string entry) => entries.Enqueue(entry);
}

/// <summary>One per invocation, if the host does right.</summary>
public sealed class PerInvocation(Diary diary) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => diary.Write("scope ended");
}

public sealed record Parcel(string Name, int Weight);

/// <summary>HTTP functions in ASP.NET Core's types.</summary>
public sealed class WebFunctions(PerInvocation scope, TimeProvider clock)
{
    [Function("ReadParcel")]
    public static Ok<Parcel> Read(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "parcels/{name}/{weight:int}")] HttpRequest request, string name, int weight) =>
        TypedResults.Ok(new Parcel(name, weight));

    [Function("PostParcel")]
    public static Results<Created<Parcel>, ValidationProblem> Post(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "parcels")] HttpRequest request, [FromBody] Parcel parcel) =>
        parcel.Weight > 0
            ? TypedResults.Created($"/api/parcels/{parcel.Name}/{parcel.Weight}", parcel)
            : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["weight"] = ["must be positive"] });

    [Function("Search")]
    public static IResult Search(
        [HttpTrigger("get")] HttpRequest request, string? text, Guid? id, DateTimeOffset? since, int page = 1) =>
        Results.Json(new { text, id, since, page });

    [Function("NeedsPage")]
    public static IResult NeedsPage([HttpTrigger("get")] HttpRequest request, int page) => Results.Json(new { page });

    [Function("Scope")]
    public IResult Scope([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Results.Json(new
    {
        scope.Id,
        same = ReferenceEquals(scope, request.HttpContext.RequestServices.GetService(typeof(PerInvocation)))
            && ReferenceEquals(scope, context.InstanceServices.GetService(typeof(PerInvocation))),
        now = clock.GetUtcNow(),
    });

    [Function("Context")]
    public static IResult Context(
        [HttpTrigger("get", Route = "context/{*rest}")] HttpRequest request, FunctionContext context, CancellationToken cancellation) => Results.Json(new
        {
            context.FunctionDefinition.Name,
            context.FunctionDefinition.EntryPoint,
            inputs = context.FunctionDefinition.InputBindings.ToDictionary(b => b.Key, b => b.Value.Type),
            outputs = context.FunctionDefinition.OutputBindings.ToDictionary(b => b.Key, b => b.Value.Type),
            data = context.BindingContext.BindingData.ToDictionary(),
            hasHttp = ReferenceEquals(context.GetHttpContext(), request.HttpContext),
            canCancel = cancellation.CanBeCanceled,
        });

    [Function("Mvc")]
    public static Task<IActionResult> Mvc([HttpTrigger("get")] HttpRequest request) =>
        Task.FromResult<IActionResult>(new ObjectResult(new { from = "mvc" }) { StatusCode = 418 });

    [Function("Worker")]
    public static async Task<HttpResponseData> Worker([HttpTrigger("put")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse(System.Net.HttpStatusCode.Accepted);
        response.Headers.Add("x-echo", request.Query["q"]);
        response.Cookies.Append("crumb", "1");
        await response.WriteAsJsonAsync(await request.ReadFromJsonAsync<Parcel>());
        return response;
    }

    [Function("Direct")]
    public static async Task Direct([HttpTrigger("get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 203;
        await request.HttpContext.Response.WriteAsync("written directly");
    }

    [Function("Broken")]
    public static IResult Broken([HttpTrigger("get", "post")] HttpRequest request) => throw new InvalidOperationException("secret detail");

    [Function("Untyped")]
    public static object Untyped([HttpTrigger("get")] HttpRequest request) => new Parcel("lost", 1);
}

/// <summary>HTTP functions without ASP.NET Core's types.</summary>
public static class PlainFunctions
{
    [Function("PlainText")]
    public static string Text([HttpTrigger("get", Route = "text/{name}")] HttpRequestData request, string name) => $"hello {name}";

    [Function("PlainValue")]
    public static Task<Parcel?> Value([HttpTrigger("post", Route = "value")] Parcel parcel) =>
        Task.FromResult(parcel.Weight > 0 ? parcel with { Weight = parcel.Weight + 1 } : null);

    [Function("PlainBytes")]
    public static string Bytes([HttpTrigger("post", Route = "bytes")] HttpRequestData request, [FromBody] byte[] body) =>
        Convert.ToHexString(body);

    [Function("PlainUrl")]
    public static string Url([HttpTrigger("get", Route = "url")] HttpRequestData request) => $"{request.Method} {request.Url.PathAndQuery} {request.Query["a"]}";
}

/// <summary>Timers. The schedules are in a zone that the tests choose.</summary>
public sealed class TimerFunctions(Diary diary, TimeProvider clock)
{
    [Function("Hourly")]
    public void Hourly([TimerTrigger("0 0 * * * *")] TimerInfo timer) =>
        diary.Write($"Hourly {clock.GetUtcNow():MM-dd HH:mm}{(timer.IsPastDue ? " past due" : "")}");

    [Function("Morning")]
    public void Morning([TimerTrigger("%MorningAt%")] TimerInfo timer) =>
        diary.Write($"Morning {clock.GetUtcNow():MM-dd HH:mm} last {timer.ScheduleStatus!.Last:MM-dd HH:mm} next {timer.ScheduleStatus.Next:MM-dd HH:mm}");

    [Function("Often")]
    public void Often([TimerTrigger("00:00:20")] TimerInfo timer) =>
        diary.Write($"Often {clock.GetUtcNow():HH:mm:ss}{(timer.ScheduleStatus is null ? "" : " monitored")}");

    [Function("Eager")]
    public void Eager([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => diary.Write("Eager");

    [Function("Stubborn")]
    [FixedDelayRetry(2, "00:01:00")]
    public void Stubborn([TimerTrigger("0 0 12 * * *")] TimerInfo timer, FunctionContext context)
    {
        diary.Write($"Stubborn {clock.GetUtcNow():HH:mm} attempt {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException("never");
    }
}

/// <summary>Queues.</summary>
public sealed class QueueFunctions(Diary diary)
{
    [Function("Send")]
    public static Sent Send([HttpTrigger("post", Route = "send/{text}")] HttpRequest request, string text) =>
        new() { Texts = text.Split(','), Answer = TypedResults.Accepted((string?)null) };

    [Function("Take")]
    [QueueOutput("done")]
    public string? Take([QueueTrigger("work")] string text, string id, int dequeueCount, DateTimeOffset insertionTime)
    {
        diary.Write($"Take {text} attempt {dequeueCount} {(id.Length > 0 && insertionTime > default(DateTimeOffset) ? "known" : "unknown")}");
        return text == "bad" ? throw new InvalidOperationException("cannot take bad") : text == "quiet" ? null : text.ToUpperInvariant();
    }

    [Function("Done")]
    public void Done([QueueTrigger("%DoneQueue%")] QueueMessage message) => diary.Write($"Done {message.Body}");

    [Function("TakeParcel")]
    public void TakeParcel([QueueTrigger("parcels")] Parcel parcel) => diary.Write($"TakeParcel {parcel.Name} {parcel.Weight}");
}

public sealed class Sent
{
    [QueueOutput("work")]
    public IReadOnlyList<string> Texts { get; init; } = [];

    [HttpResult]
    public IResult? Answer { get; init; }
}

/// <summary>An orchestration with all that the Durable HTTP API shows.</summary>
public sealed class DurableFunctions(Diary diary)
{
    [Function("StartTrip")]
    public static async Task<HttpResponseData> Start(
        [HttpTrigger("post", Route = "trips/{id}")] HttpRequestData request, string id, [DurableClient] DurableTaskClient client)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Trip", new Parcel(id, 3), new StartOrchestrationOptions(id));
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    [Function("TripToEnd")]
    public static async Task<HttpResponseData> ToEnd(
        [HttpTrigger("post", Route = "ends/{orchestrator}")] HttpRequestData request, string orchestrator, [DurableClient] DurableTaskClient client)
    {
        await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, 21, new StartOrchestrationOptions("asked"));
        using CancellationTokenSource patience = new();
        if (request.Query["patience"] == "none")
        {
            await patience.CancelAsync();
        }

        return await client.WaitForCompletionOrCreateCheckStatusResponseAsync(
            request, "asked", returnInternalServerErrorOnFailure: true, getInputsAndOutputs: true, cancellation: patience.Token);
    }

    [Function("Trip")]
    public static async Task<string> Trip([OrchestrationTrigger] TaskOrchestrationContext context, Parcel parcel)
    {
        context.SetCustomStatus(new { stage = "packing" });
        string packed = await context.CallActivityAsync<string>("Pack", parcel);
        await context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
        string address = await context.WaitForExternalEvent<string>("Address");
        return $"{packed} to {address}";
    }

    [Function("Pack")]
    public string Pack([ActivityTrigger] Parcel parcel, string instanceId, FunctionContext context)
    {
        diary.Write($"Pack for {instanceId} in {context.FunctionDefinition.Name}");
        return parcel.Weight < 0 ? throw new InvalidOperationException("no such weight") : $"{parcel.Name}:{parcel.Weight}";
    }

    [Function("Fails")]
    public static async Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("Pack", new Parcel("x", -1));

    [Function("Doubler")]
    public static int Doubler([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<int>() * 2;

    [Function("Versioned")]
    public static string Versioned([OrchestrationTrigger] TaskOrchestrationContext context) => context.Version;

    [Function("Counter")]
    public static Task Counter([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CounterEntity>();
}

public sealed class CounterEntity : TaskEntity<int>
{
    public void Add(int amount) => State += amount;

    public int Get() => State;
}
