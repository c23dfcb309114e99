using System.Text.Json;
using Boai.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>LIFE-02 over HTTP in virtual time, handbook §7.3 and §15.</summary>
public sealed class DonorEndToEndTests
{
    [Fact]
    public async Task A_case_goes_from_H01_to_the_archive_with_two_witnesses_and_no_name_anywhere_in_the_clear()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        DonorJourney donor = await DonorJourney.Report(app);
        Assert.Equal("reported", await donor.State());
        await donor.ToNotice();

        // I-12: two witnesses are missing, and so is R02.
        Assert.Equal("1111101111", await donor.Lamps());
        Assert.Equal("gates", await donor.State());
        Assert.Empty(await donor.Signals());

        await donor.Staff();
        Assert.Equal("1111111111", await donor.Lamps());
        Assert.Equal("witnessReady", await donor.State());
        Assert.Equal(["R01", "R02"], await donor.Signals());
        foreach (int seq in new[] { 1, 2 })
        {
            await donor.Do("city-opo", "hospital", "acknowledgeSignal", new { seq });
        }

        Assert.Empty(await donor.Signals());

        await app.Pass(TimeSpan.FromMinutes(40));
        DateTimeOffset started = donor.Now;
        await donor.Send(donor.Hospital.H06(donor.Now, started));
        Assert.Equal("procuring", await donor.State());
        await donor.Do(DonorJourney.First, "coordinator", "tickCeremony");
        await donor.Do(DonorJourney.Second, "coordinator", "tickCeremony");
        await app.Pass(TimeSpan.FromMinutes(50));
        DateTimeOffset ended = donor.Now;
        await donor.Send(donor.Hospital.H07(donor.Now, ended, DonorJourney.Organs));
        await donor.Do(DonorJourney.First, "coordinator", "tickRestoration");
        await donor.Do(DonorJourney.Second, "coordinator", "tickRestoration");
        await app.Pass(TimeSpan.FromMinutes(30));
        await donor.Send(donor.Hospital.H09(donor.Now, donor.Now.AddMinutes(-10)));
        await donor.Send(donor.Hospital.H10(donor.Now));
        Assert.Equal("reporting", await donor.State());

        // Each report is sealed until both are in.
        object saw = DonorJourney.Saw(started, ended);
        await donor.Do(DonorJourney.First, "coordinator", "fileReport", new { saw });
        Assert.Empty((await donor.Facts(DonorJourney.Second)).GetProperty("reports").EnumerateArray());
        Assert.Empty((await donor.Facts()).GetProperty("reports").EnumerateArray());
        await donor.Do(DonorJourney.Second, "coordinator", "fileReport", new { saw });
        Assert.Equal(2, (await donor.Facts()).GetProperty("reports").GetArrayLength());
        Assert.Empty((await donor.Facts()).GetProperty("violations").EnumerateArray());

        Assert.Equal("aftercare", await donor.State());
        await donor.Do("city-officer-1", "city", "fileMonthlyReport");
        await donor.Do("city-officer-1", "city", "completeAftercare");
        Assert.Equal("closed", await donor.State());

        JsonElement counts = (await app.Get("city-head-1", "organ-donation/counts")).Expect(200).Json;
        Assert.Equal(("closed", 1), (counts[0].GetProperty("state").GetString(), counts[0].GetProperty("cases").GetInt32()));
        await NowhereInTheClear(app, HospitalBundles.DonorName);
    }

    [Fact]
    public async Task Consent_taken_back_when_all_is_ready_holds_at_once_and_is_phoned_when_nobody_answers()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToNotice();
        await donor.Staff();
        Assert.Equal("witnessReady", await donor.State());

        await donor.Do(DonorJourney.First, "coordinator", "withdrawConsent", new { relativeId = await donor.Wife() });

        Assert.Equal("consentWithdrawn", await donor.State());
        Assert.Contains("R03", await donor.Signals());
        await app.Pass(TimeSpan.FromSeconds(125));
        JsonElement clocks = (await donor.Read()).GetProperty("desk").GetProperty("clocks");
        Assert.Contains(clocks.EnumerateArray(), clock => clock.GetProperty("kind").GetString() == "phone-hold");
    }

    [Fact]
    public async Task A_start_without_readiness_is_recorded_and_opens_a_violation()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToNotice();

        await donor.Send(donor.Hospital.H06(donor.Now, donor.Now));
        await app.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("procuring", await donor.State());
        JsonElement[] violations = [.. (await donor.Facts()).GetProperty("violations").EnumerateArray()];
        Assert.Contains(violations, violation => violation.GetProperty("kind").GetString() == "v1" && violation.TryGetProperty("headToldAt", out _));
        JsonElement outbox = (await app.Get(null, $"dev/outbox?case={donor.Number}")).Expect(200).Json;
        Assert.Contains(outbox.EnumerateArray(), message => message.GetProperty("to").GetString() == "role:CITY_HEAD@500000");
        (await donor.Act("city-head-1", "city", "closeViolation", new { kind = "v1", key = violations[0].GetProperty("key").GetString(), finding = "unfounded" }, "查无此事"))
            .Refused(422, "organ.start-without-ready");
    }

    /// <summary>I-52: everything that the app left behind, histories, journals of engine and broker, logs, queues and blobs.</summary>
    internal static async Task NowhereInTheClear(BranchApp app, string canary, string programme = "LIFE-02")
    {
        app.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("control").LogInformation("{Text}", "对照鸿鹄");
        IReadOnlyList<Remain> remains = await Remains.Of(app);

        Assert.Empty(new CanarySearch([canary]).FindIn(remains));
        foreach (string store in new[] { "table BoaiServiceBusJournal", "table BoaiJournal", "table vault", "file " })
        {
            Assert.True(remains.Any(remain => remain.Where.StartsWith(store, StringComparison.Ordinal)), $"Nothing of '{store}' was looked at.");
        }

        // What is no secret is found in the same places, packed parts included: the search does not look past them.
        IReadOnlyList<string> control = new CanarySearch([programme, "对照鸿鹄"]).FindIn(remains);
        Assert.Contains(control, place => place.Contains("log of control", StringComparison.Ordinal));
        Assert.Contains(control, place => place.Contains("table cases", StringComparison.Ordinal));
    }
}
