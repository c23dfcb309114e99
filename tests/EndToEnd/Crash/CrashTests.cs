using System.Diagnostics;
using System.Globalization;
using Boai.Localhost.Testing;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>Fifty people apply at once, and the host's process is killed again and again while their applications go their whole course.</summary>
/// <remarks>
/// <c>BOAI_CRASH_SEED</c> chooses other moments; the threads of two processes decide the rest, so a seed narrows a failure down and does not repeat it exactly.
/// </remarks>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Applications = 50;
    private const int PerBatch = 10;
    private const int MostKills = 8;
    private static readonly string Fund = ReliefJourney.Fund;

    [Fact]
    public async Task Fifty_applications_end_right_and_are_paid_once_each_however_often_the_host_dies()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("BOAI_CRASH_SEED"), CultureInfo.InvariantCulture, out int given) ? given : 20260302;
        long begun = Stopwatch.GetTimestamp();
        await using TestAzurite azurite = await TestAzurite.StartAsync();
        await using KillableHost host = await KillableHost.StartAsync(azurite.Ports, BranchApp.Start);
        using PatientClient branch = new(host);
        await using KillingSpree spree = new(host, branch, seed, MostKills);
        output.WriteLine($"seed {seed}");
        CrashCourse[] courses = [.. Enumerable.Range(1, Applications).Select(person => new CrashCourse(branch, person))];

        spree.Begin();
        await Each(courses, "applied", course => course.Apply());
        await Each(courses, "are listed", course => course.ToPublicity());
        Task unrest = spree.KillWithin(milliseconds: 400);
        await branch.AdvanceTo(BranchApp.Start.AddDays(7));
        await Each(courses, "are photographed", course => course.Photograph(lastDay: true));
        await unrest;
        unrest = spree.KillWithin(milliseconds: 400);
        await branch.AdvanceTo(BranchApp.Start.AddDays(8));
        await Each(courses, "are approved", course => course.Approve(Fund));
        await unrest;
        unrest = spree.KillWithin(milliseconds: 1500);
        await Each(courses.Chunk(PerBatch), "batches are paid", chunk => new CrashBatch(branch, [.. chunk.Select(course => course.Payment)]).Pay());
        await unrest;
        await Each(courses, "have their receipt", course => course.ConfirmReceipt());
        await spree.EndAsync();

        CrashAccounts accounts = new(branch, azurite.ConnectionString, courses);
        await accounts.RunTheSweeps();
        await accounts.AreRight(Fund);
        Assert.Empty(host.Complaints);
        Report($"right: {host.Kills} kills, {branch.Unanswered} of {branch.Sent} requests unanswered");
        Assert.InRange(host.Kills, 5, int.MaxValue);
        Assert.InRange(branch.Unanswered, 1, int.MaxValue);

        async Task Each<T>(IEnumerable<T> all, string what, Func<T, Task> step)
        {
            await Task.WhenAll(all.Select(step));
            Report(what);
        }

        void Report(string what) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begun).TotalSeconds,6:0.0} s  {what}; {host.Kills} kills, {branch.Sent} requests"));
    }
}
