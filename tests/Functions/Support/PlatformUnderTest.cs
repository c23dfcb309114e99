using System.Text.Json;
using Boai.Functions;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Idempotency;
using Boai.Functions.Identity;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Functions.Support;

/// <summary>The platform's services on a store of their own, with a movable clock; and its middleware around any endpoint.</summary>
internal sealed class PlatformUnderTest : IAsyncDisposable
{
    private readonly string _keyFolder = Path.Combine(Path.GetTempPath(), "boai-keys-" + Guid.NewGuid().ToString("N"));
    private readonly ServiceProvider _services;
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..12];

    private PlatformUnderTest(string connection, IReadOnlyDictionary<string, AccessRule> rules, Action<IServiceCollection>? register)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connection,
            ["Boai:StoragePrefix"] = _prefix,
            ["Boai:KeyFolder"] = _keyFolder,
            ["Identity:DevelopmentIssuer"] = "true",
        }).Build();
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Logs));
        services.AddOptions();
        services.AddSingleton<IHostApplicationLifetime, NoLifetime>();
        services.AddBoaiServices(configuration, new AccessTable([PlatformParts.Parts.Access, rules]));
        services.AddSingleton<ICaseProgramme, TestProgramme>();
        services.AddSingleton<ProblemMiddleware>().AddSingleton<AccessMiddleware>().AddSingleton<IdempotencyMiddleware>().AddSingleton<DutyMiddleware>();
        register?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public MovableClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public LogCapture Logs { get; } = new();

    public string KeyFolder => _keyFolder;

    /// <param name="register">Adds services that only the test has.</param>
    public static async Task<PlatformUnderTest> Start(
        string connection, IReadOnlyDictionary<string, AccessRule>? rules = null, Action<IServiceCollection>? register = null)
    {
        PlatformUnderTest platform = new(connection, rules ?? new Dictionary<string, AccessRule>(), register);
        await platform._services.GetServices<IHostedService>().OfType<PlatformStart>().Single().StartAsync(TestContext.Current.CancellationToken);
        return platform;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string TokenOf(string account) => Get<DevelopmentIssuer>().Issue(DevelopmentAccounts.Find(account)!);

    /// <summary>Sends a request through the middleware to an endpoint.</summary>
    public async Task<Answer> Send(Sent sent, Func<FakeInvocation, Task<IResult>> endpoint)
    {
        using FakeInvocation invocation = new(_services, sent.Function, sent.Method, sent.Path, TestContext.Current.CancellationToken);
        HttpRequest request = invocation.Http.Request;
        request.ContentType = "application/json";
        request.Body = sent.Body;
        request.QueryString = new QueryString(sent.Query);
        if (sent.Case is not null)
        {
            request.RouteValues["caseNumber"] = sent.Case;
        }

        foreach ((string name, string? value) in new[] { ("Authorization", sent.Token is null ? null : "Bearer " + sent.Token), ("Idempotency-Key", sent.Key), ("X-Purpose", sent.Purpose) })
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }

        FunctionExecutionDelegate run = async context => context.GetInvocationResult().Value = await endpoint((FakeInvocation)context);
        foreach (IFunctionsWorkerMiddleware step in new IFunctionsWorkerMiddleware[]
            { Get<DutyMiddleware>(), Get<IdempotencyMiddleware>(), Get<AccessMiddleware>(), Get<ProblemMiddleware>() })
        {
            FunctionExecutionDelegate inner = run;
            run = context => step.Invoke(context, inner);
        }

        await run(invocation);
        await ((IResult)invocation.GetInvocationResult().Value!).ExecuteAsync(invocation.Http);
        MemoryStream body = (MemoryStream)invocation.Http.Response.Body;
        return new Answer(invocation.Http.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()), invocation.Http.Response.Headers);
    }

    /// <summary>Sends a request whose process dies after the endpoint did its work: what it stored stays, nothing more is written.</summary>
    public async Task SendAndDie(Sent sent, Func<FakeInvocation, Task<IResult>> endpoint)
    {
        TaskCompletionSource died = new();
        Task<Answer> never = Send(sent, async invocation =>
        {
            await endpoint(invocation);
            died.SetResult();
            return await new TaskCompletionSource<IResult>().Task;
        });
        Assert.Same(died.Task, await Task.WhenAny(died.Task, never));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            Get<StorageMeter>().BeforeSending = null; // a test that failed may have left its death in the way
            AppStorage storage = Get<AppStorage>();
            foreach (StorageNames names in _services.GetServices<StorageNames>())
            {
                await Task.WhenAll(names.Tables.Select(name => storage.Table(name).DeleteAsync()));
                await Task.WhenAll(names.Containers.Select(name => storage.Container(name).DeleteIfExistsAsync()));
            }

            await _services.DisposeAsync();
        }
        finally
        {
            Directory.Delete(_keyFolder, recursive: true);
        }
    }
}

/// <summary>A request of a test.</summary>
internal sealed record Sent(string Function, string Method = "POST", string Path = "/api/test")
{
    public string Query { get; init; } = "";

    public string? Token { get; init; }

    public string? Key { get; init; }

    public string? Case { get; init; }

    public string? Purpose { get; init; }

    public Stream Body { get; init; } = new MemoryStream("{}"u8.ToArray());
}

/// <summary>An answer of a test.</summary>
internal sealed record Answer(int Status, string Body, IHeaderDictionary Headers)
{
    public string? Code => Body.Length == 0 ? null : JsonDocument.Parse(Body).RootElement.TryGetProperty("code", out JsonElement code) ? code.GetString() : null;
}

/// <summary>A host that never starts or stops.</summary>
internal sealed class NoLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication() { }
}
