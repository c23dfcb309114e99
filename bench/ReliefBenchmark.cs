using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Boai.Functions;
using Boai.Functions.Forms;
using Boai.Functions.Storage;
using Boai.Localhost.Testing;
using Boai.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Bench;

/// <summary>
/// <c>relief [--applications N] [--callers 1,8,32]</c>: hardship-relief applications over HTTP into the whole app, on a real Azurite with its files
/// on disk, side by side in one run with plain inserts into the same Azurite. Counted is every request to the storage, the journal's included,
/// until the orchestrations of all applications wait.
/// </summary>
internal static class ReliefBenchmark
{
    private const int Rounds = 3;
    private const double MostOperations = 8;
    private static int _person;
    private static int _row;

    public static async Task<int> RunAsync(string[] args)
    {
        Options options = new(args);
        int applications = (int)options.Number("--applications", 300);
        int[] callers = [.. (options.Text("--callers") ?? "1,8,32").Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("boai-bench-");
        try
        {
            await using TestAzurite azurite = await TestAzurite.StartAsync(onDisk: true);
            string account = azurite.NewAccount();
            await using LocalApp app = await StartAsync(account, folder.FullName);
            using StorageRequests requests = new(azurite.Ports);
            TableClient plain = new TableServiceClient(azurite.NewAccount()).GetTableClient("Plain");
            await plain.CreateIfNotExistsAsync();
            Report report = new(Console.Out);
            report.Line($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
            report.Line($"command: bench relief {string.Join(' ', args)}");
            await ApplyAsync(app, 100, 8); // until everything is compiled
            await InsertAsync(plain, 500, 8);
            foreach (int count in callers)
            {
                report.Line(string.Empty);
                report.Line($"[{count} callers]");
                await MeasureAsync(app, plain, requests, report, applications, count);
            }

            return report.Missed == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(
        LocalApp app, TableClient plain, StorageRequests requests, Report report, int applications, int callers)
    {
        StorageMeter meter = app.Services.GetRequiredService<StorageMeter>();
        List<double> rates = [];
        List<double> inserts = [];
        List<double> latencies = [];
        meter.Reset();
        requests.Reset();
        for (int round = 0; round < Rounds; round++)
        {
            long begun = Stopwatch.GetTimestamp();
            latencies.AddRange(await ApplyAsync(app, applications / Rounds, callers));
            rates.Add(applications / Rounds / Stopwatch.GetElapsedTime(begun).TotalSeconds);
            await app.RunUntilIdleAsync();
            requests.Pause();
            inserts.Add(await InsertAsync(plain, applications, callers));
            requests.Resume();
        }

        double each = Rounds * (applications / Rounds);
        report.Figure("applications", Report.Median(rates), "a second");
        report.Figure("plain inserts", Report.Median(inserts), "a second");
        report.Figure("applications for each plain insert", Report.Median(rates.Zip(inserts, (rate, insert) => rate / insert)), "");
        report.Distribution("from the form sent to the number received", latencies, "ms");
        report.Figure("storage operations of an application", requests.Count / each, "", atMost: MostOperations);
        report.Figure("  of these the host's own, the durable journal's before all", (requests.Count - meter.Total) / each, "");
        foreach ((string operation, long count) in meter.Counts.OrderByDescending(entry => entry.Value))
        {
            report.Figure("  " + operation, count / each, "");
        }
    }

    private static Task<LocalApp> StartAsync(string account, string folder) => LocalApp.StartAsync(builder => builder.AddBoai(), new LocalAppOptions
    {
        FunctionAssembly = typeof(Composition).Assembly,
        StorageConnectionString = account,
        JournalInStorage = true,
        RealTime = true,
        DataFolder = folder,
        LogLevel = LogLevel.Warning,
        Settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = account,
            ["Boai:KeyFolder"] = Path.Combine(folder, "keys"),
            ["Identity:DevelopmentIssuer"] = "true",
            ["WEBSITE_TIME_ZONE"] = "Asia/Shanghai",
        },
    });

    // How long each took, in milliseconds.
    private static Task<double[]> ApplyAsync(LocalApp app, int count, int callers) => ShareAsync(count, callers, async () =>
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/public/hardship-relief/applications")
        {
            Content = JsonContent.Create(ReliefForms.Valid(Interlocked.Increment(ref _person)), MediaTypeHeaderValue.Parse("application/json"), StrictJson.Options),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using HttpResponseMessage answer = await app.Http.SendAsync(request);
        if ((int)answer.StatusCode != 201)
        {
            throw new InvalidOperationException($"An application was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    });

    private static async Task<double> InsertAsync(TableClient table, int count, int callers)
    {
        string text = new('x', 250);
        long begun = Stopwatch.GetTimestamp();
        await ShareAsync(count, callers, () =>
        {
            int number = Interlocked.Increment(ref _row);
            return table.AddEntityAsync(new TableEntity($"p{number / 100}", $"r{number}") { ["Text"] = text });
        });
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double[]> ShareAsync(int count, int callers, Func<Task> work)
    {
        double[] took = new double[count];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                long begun = Stopwatch.GetTimestamp();
                await work();
                took[number] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }));
        return took;
    }
}
