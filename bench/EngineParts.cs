using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Boai.Localhost.Testing;
using Microsoft.DurableTask.Client;

namespace Boai.Bench;

/// <summary>500 sequences of five activities at once, beside plain inserts into the same Azurite by 32 callers, round by round.</summary>
internal static class Burst
{
    private const int Sequences = 500;
    private const int Inserts = 1500;
    private const int Rounds = 5;

    public static async Task RunAsync(TestAzurite azurite, Report report)
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync(azurite.NewAccount());
        TableClient table = new TableServiceClient(azurite.NewAccount()).GetTableClient("Plain");
        await table.CreateIfNotExistsAsync();
        await engine.RunAllAsync("Sequence", Sequences);
        await InsertAsync(table, -1);

        List<double> rates = [];
        List<double> plain = [];
        List<double> ratios = [];
        List<double> writes = [];
        List<double> latencies = [];
        List<double> cpu = [];
        List<(long Bytes, double Milliseconds)> commits = [];
        for (int round = 0; round < Rounds; round++)
        {
            engine.Requests.Reset();
            TimeSpan before = ProcessorOf(azurite);
            long begun = Stopwatch.GetTimestamp();
            latencies.AddRange(await engine.RunAllAsync("Sequence", Sequences));
            rates.Add(Sequences / Stopwatch.GetElapsedTime(begun).TotalSeconds);
            cpu.Add((ProcessorOf(azurite) - before).TotalMilliseconds / (Sequences * 5));
            writes.Add((double)engine.Requests.Writes.Count / Sequences);
            commits.AddRange(engine.Requests.Writes);
            plain.Add(await InsertAsync(table, round));
            ratios.Add(rates[^1] / plain[^1]);
        }

        report.Figure("five-activity sequences, 500 at once", Report.Median(rates), "a second", atLeast: 400);
        report.Figure("activities", Report.Median(rates) * 5, "a second");
        report.Figure("plain inserts, 32 callers", Report.Median(plain), "a second");
        report.Figure("sequences for each plain insert", Report.Median(ratios), "");
        report.Figure("storage writes for each orchestration", Report.Median(writes), "", atMost: 1.5);
        report.Figure("Azurite's processor time for each activity", Report.Median(cpu), "ms");
        report.Distribution("bytes of a write", commits.Select(write => (double)write.Bytes), "bytes");
        report.Distribution("duration of a write", commits.Select(write => write.Milliseconds), "ms");
        report.Distribution("from start to end of a sequence", latencies, "ms");
        engine.Requests.Reset();
        long slow = Stopwatch.GetTimestamp();
        await engine.RunAllAsync("SlowSequence", Sequences);
        report.Figure("the same with activities of 5 to 15 ms, 64 of them at once", Sequences / Stopwatch.GetElapsedTime(slow).TotalSeconds, "a second", atLeast: 400);
        report.Figure("storage writes for each of these", (double)engine.Requests.Writes.Count / Sequences, "", atMost: 1.5);
        foreach (int atOnce in new[] { 1, 2, 5, 10, 50, 100, 200 })
        {
            engine.Requests.Reset();
            int rounds = Math.Max(3, 100 / atOnce);
            for (int round = 0; round < rounds; round++)
            {
                await engine.RunAllAsync("Sequence", atOnce);
            }

            double orchestrations = rounds * atOnce;
            report.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {atOnce} at once: {engine.Requests.Writes.Count / orchestrations:0.###} writes and {engine.Requests.Reads / orchestrations:0.###} reads for each orchestration"));
        }
    }

    private static TimeSpan ProcessorOf(TestAzurite azurite) => Process.GetProcessById(azurite.ProcessId).TotalProcessorTime;

    private static async Task<double> InsertAsync(TableClient table, int round)
    {
        int next = 0;
        string text = new('x', 250);
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            for (int number = Interlocked.Increment(ref next); number <= Inserts; number = Interlocked.Increment(ref next))
            {
                await table.AddEntityAsync(new TableEntity($"p{round}-{number / 100}", $"r{round}-{number}") { ["Text"] = text });
            }
        }));
        return Inserts / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}

/// <summary>One sequence of five activities when nothing else goes on.</summary>
internal static class IdleSequence
{
    public static async Task RunAsync(TestAzurite azurite, Report report)
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync(azurite.NewAccount());
        await engine.RunAllAsync("Sequence", 20);
        List<double> took = [];
        engine.Requests.Reset();
        for (int run = 0; run < 100; run++)
        {
            took.AddRange(await engine.RunAllAsync("Sequence", 1));
        }

        report.Figure("a single sequence, median", Report.Median(took), "ms", atMost: 60);
        report.Figure("storage writes for it", engine.Requests.Writes.Count / 100.0, "");
        report.Distribution("from start to end", took, "ms");
    }
}

/// <summary>One orchestration that calls a thousand activities at once.</summary>
internal static class FanOut
{
    public static async Task RunAsync(TestAzurite azurite, Report report)
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync(azurite.NewAccount());
        await engine.RunAllAsync("FanOut", 1, 100);
        engine.Requests.Reset();
        List<double> took = [];
        for (int run = 0; run < 5; run++)
        {
            took.AddRange(await engine.RunAllAsync("FanOut", 1, 1000));
        }

        report.Figure("fan-out to 1,000 activities and back, median", Report.Median(took) / 1000, "s", atMost: 2);
        report.Figure("storage writes for it", engine.Requests.Writes.Count / 5.0, "");
        report.Figure("fan-out to 10,000", (await engine.RunAllAsync("FanOut", 1, 10_000))[0] / 1000, "s");
    }
}

/// <summary>Many instances that wait: half for an event, half on a timer in a year.</summary>
internal static class Waiting
{
    public static async Task RunAsync(TestAzurite azurite, Report report, int count)
    {
        string account = azurite.NewAccount();
        double empty = Megabytes();
        MeasuredEngine first = await MeasuredEngine.StartAsync(account);
        long begun = Stopwatch.GetTimestamp();
        DateTime due = DateTime.UtcNow.AddYears(1);
        for (int started = 0; started < count; started += 2000)
        {
            await Task.WhenAll(Enumerable.Range(started, Math.Min(2000, count - started)).Select(number => number % 2 == 0
                ? first.Client.ScheduleNewOrchestrationInstanceAsync("AwaitEvent", null, new Microsoft.DurableTask.StartOrchestrationOptions($"waits-{number}"))
                : first.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", due)));
        }

        await first.Client.WaitForInstanceStartAsync($"waits-{(count - 1) / 2 * 2}");
        report.Figure($"{count} instances started", Stopwatch.GetElapsedTime(begun).TotalSeconds, "s");
        report.Figure("resident while they wait, after starting them", Megabytes(), "MB", atMost: 600);

        // As a crash would leave it: all that comes back comes out of checkpoint and journal.
        first.Engine.Kill();
        first = null!;
        begun = Stopwatch.GetTimestamp();
        await using MeasuredEngine second = await MeasuredEngine.StartAsync(account);
        report.Figure("start-up replay", Stopwatch.GetElapsedTime(begun).TotalSeconds, "s", atMost: 10);
        OrchestrationMetadata? one = await second.Client.GetInstanceAsync("waits-0");
        (int live, int _) = await second.Engine.CountAsync();
        if (one?.RuntimeStatus != OrchestrationRuntimeStatus.Running || live != count)
        {
            throw new InvalidOperationException($"{live} instances came back of {count}; the first is {one?.RuntimeStatus.ToString() ?? "gone"}.");
        }

        report.Figure("resident after the start", Megabytes(), "MB", atMost: 600);
        report.Figure("of which this program without any instance", empty, "MB");
    }

    public static double Megabytes()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process me = Process.GetCurrentProcess();
        return me.WorkingSet64 / 1048576.0;
    }
}

/// <summary>Many timers that are due in the same second.</summary>
internal static class DueTogether
{
    public static async Task RunAsync(TestAzurite azurite, Report report, int count)
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync(azurite.NewAccount());
        await engine.RunAllAsync("Sequence", 50);
        DateTime due = DateTime.UtcNow.AddSeconds(10 + (count / 1000));
        string[] ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", due)));
        if (DateTime.UtcNow > due)
        {
            report.Line("  the machine was too slow to set the timers in time; run it again when less goes on");
            return;
        }

        double[] late = await Task.WhenAll(ids.Select(async id =>
        {
            await engine.Client.WaitForInstanceCompletionAsync(id);
            return (DateTime.UtcNow - due).TotalMilliseconds;
        }));
        report.Figure($"{count} timers due at once, the last orchestration ended", late.Max() / 1000, "s later", atMost: 5);
        report.Figure("the first ended", late.Min(), "ms later", atLeast: 0);
        report.Distribution("after the due time", late, "ms");
    }
}

/// <summary>Whether the past slows the present.</summary>
internal static class AfterMany
{
    private const int Batch = 2000;

    public static async Task RunAsync(TestAzurite azurite, Report report, int finished)
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync(azurite.NewAccount());
        await engine.RunAllAsync("Sequence", 500);
        double before = await RateAsync(engine);
        long begun = Stopwatch.GetTimestamp();
        for (int done = 0; done < finished; done += Batch)
        {
            await engine.RunAllAsync("Nothing", Math.Min(Batch, finished - done));
        }

        report.Figure($"{finished} short orchestrations", finished / Stopwatch.GetElapsedTime(begun).TotalSeconds, "a second");
        (int live, int archived) = await engine.Engine.CountAsync();
        report.Line($"  in memory {live}, in the archive only {archived}; resident {Waiting.Megabytes():0} MB");

        // Turn by turn with an engine without a past, because what this machine gives changes from one minute to the next.
        await using MeasuredEngine fresh = await MeasuredEngine.StartAsync(azurite.NewAccount());
        await fresh.RunAllAsync("Sequence", 1000);
        List<double> old = [];
        List<double> young = [];
        for (int round = 0; round < 11; round++)
        {
            old.Add(await RateAsync(engine));
            young.Add(await RateAsync(fresh));
        }

        report.Figure($"sequences a second after {finished} finished ones", Report.Median(old), "");
        report.Figure("of an engine without a past, turn by turn with it", Report.Median(young), "");
        report.Figure("the old one's, of the young one's", Report.Median(old.Zip(young, (one, other) => one / other)) * 100, "%", atLeast: 80);
        report.Figure("sequences a second of the old one before all that", before, "");
    }

    private static async Task<double> RateAsync(MeasuredEngine engine)
    {
        const int Sequences = 1000;
        long begun = Stopwatch.GetTimestamp();
        await engine.RunAllAsync("Sequence", Sequences);
        return Sequences / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
