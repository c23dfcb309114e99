using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Boai.Functions;
using Boai.Functions.Forms;
using Boai.Localhost.Engine;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>The whole app over HTTP, on the test run's Azurite, with a clock that the test moves.</summary>
internal sealed class BranchApp : IAsyncDisposable
{
    /// <summary>Monday 2 March 2026, 9:00 in Beijing: no holiday near.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly string _folder;

    private BranchApp(LocalApp host, string connection, string folder) => (Host, Connection, _folder) = (host, connection, folder);

    public LocalApp Host { get; }

    /// <summary>The app's storage account of its own.</summary>
    public string Connection { get; }

    /// <param name="realTime">Whether time runs by itself, as when somebody tries the app out.</param>
    /// <param name="settings">More settings of the app.</param>
    /// <param name="rollups">Whether figures are rolled up when their time comes; each counts some forty units.</param>
    /// <param name="services">Adds what the app itself does not bring.</param>
    /// <param name="serviceBusPort">Where programs reach the broker, 0 for any free port; null keeps it in process.</param>
    public static async Task<BranchApp> StartAsync(
        DateTimeOffset? start = null, bool realTime = false, LogLevel logLevel = LogLevel.Information, DurableEngineOptions? engine = null, int? serviceBusPort = null,
        IReadOnlyDictionary<string, string?>? settings = null, bool rollups = false, Action<IServiceCollection>? services = null)
    {
        TestAzurite azurite = await AzuriteFixture.Shared;
        string connection = azurite.NewAccount();
        string folder = Directory.CreateTempSubdirectory("boai-branch-").FullName;
        LocalApp host = await LocalApp.StartAsync(builder => (services ?? (_ => { }))(builder.AddBoai().Services), new LocalAppOptions
        {
            FunctionAssembly = typeof(Composition).Assembly,
            StorageConnectionString = connection,
            JournalInStorage = true,
            Start = start ?? Start,
            RealTime = realTime,
            ServiceBusPort = serviceBusPort,
            DataFolder = folder,
            LogLevel = logLevel,
            Engine = engine,
            Patience = TimeSpan.FromMinutes(2),
            Settings = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
            {
                ["AzureWebJobsStorage"] = connection,
                ["Boai:KeyFolder"] = Path.Combine(folder, "keys"),
                ["Identity:DevelopmentIssuer"] = "true",
                ["WEBSITE_TIME_ZONE"] = "Asia/Shanghai",

                // Sweeps for what a crash left behind: weeks of virtual time hold thousands of them, and nothing crashes here.
                ["AzureWebJobs.SweepRequests.Disabled"] = "true",
                ["AzureWebJobs.SettlePayments.Disabled"] = "true",
                ["AzureWebJobs.RepairPayments.Disabled"] = "true",
                ["AzureWebJobs.WatchCases.Disabled"] = "true",
                ["AzureWebJobs.WatchHospitals.Disabled"] = "true",
                ["AzureWebJobs.PublishPartnerEvents.Disabled"] = "true",
                ["AzureWebJobs.StartRollups.Disabled"] = rollups ? "false" : "true",
            },
        });
        return new BranchApp(host, connection, folder);
    }

    /// <summary>Sends JSON as a member of staff, as an applicant (<paramref name="who"/> is a token), or as nobody.</summary>
    public Task<Reply> Post(string? who, string route, object body, string? key = null, string? purpose = null) =>
        Send(HttpMethod.Post, who, route, JsonContent.Create(body, options: StrictJson.Options), key ?? Guid.NewGuid().ToString(), purpose);

    /// <summary>Sends a body as it is.</summary>
    public Task<Reply> PostRaw(string? who, string route, byte[] body, string contentType, string? key = null, string? purpose = null)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Send(HttpMethod.Post, who, route, content, key ?? Guid.NewGuid().ToString(), purpose);
    }

    public Task<Reply> Get(string? who, string route, string? purpose = null) => Send(HttpMethod.Get, who, route, null, null, purpose);

    /// <summary>Lets the orchestrations do what they have to do now.</summary>
    public Task Settle() => Host.RunUntilIdleAsync();

    /// <summary>Lets time pass; tokens do not outlive it.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Host.AdvanceAsync(time);
        _tokens.Clear();
    }

    /// <summary>Lets time pass until an hour of a Beijing day.</summary>
    public async Task PassUntil(DateOnly day, int hour = 9)
    {
        await Host.AdvanceToAsync(new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.FromHours(8)));
        _tokens.Clear();
    }

    /// <summary>
    /// Replays what a case's orchestration has done against its own code; with <c>BOAI_RECORD_HISTORIES=1</c> it also writes the history for
    /// the replay gate (docs/replay-gate.md): when a new course is released, never to make the gate pass.
    /// </summary>
    public async Task ReplaysItself(string caseNumber, string course)
    {
        RecordedHistory history = await Host.RecordHistoryAsync(caseNumber);
        Assert.Null(Host.Replay(history));
        if (Environment.GetEnvironmentVariable("BOAI_RECORD_HISTORIES") == "1")
        {
            string folder = Path.Combine(RepositoryTree.Root, "tests/Histories", history.Orchestrator);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, course + ".json"), history.ToJson());
        }
    }

    public DateOnly Today => DateOnly.FromDateTime(Host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Reply> Send(HttpMethod method, string? who, string route, HttpContent? body, string? key, string? purpose)
    {
        using HttpRequestMessage request = new(method, "api/" + route) { Content = body };
        if (who is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(who));
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (purpose is not null)
        {
            request.Headers.Add("X-Purpose", purpose);
        }

        string? sent = body?.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? await body.ReadAsStringAsync() : null;
        using HttpResponseMessage answer = await Host.Http.SendAsync(request);
        Reply reply = new((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType);
        ApiContract contract = await ApiContract.Current.Value;
        ExampleRecorder.Note(contract, method.Method.ToLowerInvariant(), route, sent, reply);
        IReadOnlyList<string> faults = contract.Faults(method.Method.ToLowerInvariant(), route, sent, reply.Status, reply.MediaType, reply.Body);
        Assert.True(faults.Count == 0, $"{method} {route} is not as the API's document has it: {string.Join("; ", faults)}\n{reply.Body}");
        return reply;
    }

    /// <summary>Signs an account in. An account has a dash in its name; what has dots is a token already.</summary>
    public async Task<string> TokenOf(string who)
    {
        if (who.Contains('.', StringComparison.Ordinal))
        {
            return who;
        }

        if (!_tokens.TryGetValue(who, out string? token))
        {
            Reply signedIn = await Post(null, "auth/sign-in", new { account = who });
            token = signedIn.Expect(200).Text("token");
            _tokens[who] = token;
        }

        return token;
    }
}

/// <summary>An answer of the app.</summary>
internal sealed record Reply(int Status, byte[] Bytes, string? MediaType)
{
    public string Body => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    /// <summary>The stable code of a refusal.</summary>
    public string Code => Text("code");

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Body}");
        return this;
    }

    /// <summary>Expects a refusal with this code.</summary>
    public Reply Refused(int status, string code)
    {
        Expect(status);
        Assert.True(Code == code, $"Expected {code}: {Body}");
        return this;
    }

    /// <summary>Expects a refusal that names a field with a code.</summary>
    public void RefusedAt(string field, string code)
    {
        Assert.True(Status is >= 400 and < 500, $"Expected a refusal, got {Status}: {Body}");
        Assert.True(Json.GetProperty("errors").TryGetProperty(field, out JsonElement problems), $"Expected a problem at {field}: {Body}");
        Assert.Contains(code, problems.EnumerateArray().Select(problem => problem.GetProperty("code").GetString()));
    }

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public int Number(string name) => Json.GetProperty(name).GetInt32();
}
