using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>Scenarios of handbook §15 in virtual time, message by message through the queue.</summary>
public sealed class DonorQueueScenarioTests
{
    private const int Seed = 20_240_603;
    private static readonly string Opo = HospitalBundles.Code(1);

    [Fact] // §15 scenario 2: unregistered or not, the family's joint decision carries it
    public async Task Two_witnesses_and_ten_gates_lead_from_the_report_to_the_archive()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);

        await donor.ToClosed();

        BranchReply[] said = [.. await queue.Take()];
        Assert.Equal(9, said.Count(reply => reply is { Code: "R08", Answer: "ok" })); // H01 to H07, H09 and H10
        Assert.DoesNotContain(said, reply => reply.Answer is not (null or "ok"));
        Assert.Empty((await donor.Facts()).GetProperty("violations").EnumerateArray());
        await app.ReplaysItself(donor.Number, "witnessed");
    }

    [Fact] // §15 scenario 16; I-19: unreachable is not consent
    public async Task One_adult_child_who_cannot_be_reached_keeps_the_first_lamp_off_until_the_heart_stops()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();
        await donor.Send(donor.Hospital.H02But(donor.Now, "CHILD", "unreachable", DonorJourney.Organs));
        await donor.Do(DonorJourney.First, "coordinator", "sightDecision", new { documentDigest = HospitalBundles.Digest("decision") });
        await AfterConsent(donor);
        await donor.Staff();

        Assert.Equal("0111111111", await donor.Lamps());
        Assert.DoesNotContain("R02", (await queue.Take()).Select(reply => reply.Code));
        await donor.Send(donor.Hospital.H08(donor.Now, "died-without-procurement"));
        Assert.Equal("notProcured", await donor.State());
        await app.ReplaysItself(donor.Number, "not-procured");
    }

    [Fact] // §15 scenario 17
    public async Task One_objection_ends_it_and_the_hospital_is_held()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();
        await donor.Send(donor.Hospital.H02(donor.Now, DonorJourney.Organs));

        await donor.Send(donor.Hospital.H02But(donor.Now, "FTH", "objects", DonorJourney.Organs));

        Assert.Equal("declined", await donor.State());
        BranchReply hold = (await queue.Take()).First(reply => reply.Code == "R03");
        await queue.Acknowledge(hold);
        await app.Pass(TimeSpan.FromMinutes(3));
        Assert.DoesNotContain("R03", (await queue.Take()).Select(reply => reply.Code));
        await app.ReplaysItself(donor.Number, "objected");
    }

    [Theory] // §15 scenario 18 and §21
    [InlineData(9, 2, 6, true)]
    [InlineData(9, 2, 5, false)]
    [InlineData(9, 3, 9, false)]
    public async Task The_ethics_lamp_follows_the_two_thirds_and_the_quarter(int members, int experts, int agree, bool holds)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();

        await donor.Send(donor.Hospital.H04(donor.Now, members, experts, agree));

        Assert.Equal(holds ? '1' : '0', (await donor.Lamps())[3]);
    }

    [Fact] // §15 scenario 19
    public async Task One_coordinator_alone_is_not_enough()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToNotice();
        await donor.Both("answerOffer", new { accepts = true });
        await donor.CheckIn(DonorJourney.First);
        await app.Pass(TimeSpan.FromMinutes(40));
        Assert.Equal("1111101111", await donor.Lamps());
        Assert.DoesNotContain("R02", (await queue.Take()).Select(reply => reply.Code));

        await donor.CheckIn(DonorJourney.Second);
        await app.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("witnessReady", await donor.State());
        Assert.Contains("R02", (await queue.Take()).Select(reply => reply.Code));
    }

    [Fact] // §15 scenario 36
    public async Task A_patient_who_recovers_ends_it_and_staff_are_told()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();

        await donor.Send(donor.Hospital.H08(donor.Now, "patient-recovered"));

        Assert.Equal("recovered", await donor.State());
        JsonElement outbox = (await app.Get(null, $"dev/outbox?case={donor.Number}")).Expect(200).Json;
        Assert.Contains(outbox.EnumerateArray(), message => message.GetProperty("kind").GetString() == "organ.Recovered");
    }

    [Theory] // I-08, I-54; §11.3 rule 3
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Messages_doubled_reordered_and_late_end_in_the_same_case(int round)
    {
        Random random = new(Seed + round);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed + round}");
        await using BranchApp app = await BranchApp.StartAsync();
        using HospitalQueue queue = new(app, Opo, "city-opo");
        DonorJourney donor = await DonorJourney.Report(app, queue);
        await donor.ToTalk();
        DateTimeOffset noticed = donor.Now;
        await Shuffled(
            app, donor, random, donor.Hospital.H02(noticed, DonorJourney.Organs), donor.Hospital.H03(noticed, noticed.AddMinutes(-2)), donor.Hospital.H04(noticed),
            donor.Hospital.H05(noticed, noticed.AddMinutes(90)));
        await donor.Do(DonorJourney.First, "coordinator", "sightDecision", new { documentDigest = HospitalBundles.Digest("decision") });
        await donor.Do(DonorJourney.First, "coordinator", "reconfirm", new { relativeId = await donor.Wife() });
        await donor.Staff();
        Assert.Equal("witnessReady", await donor.State());

        // All that happened in theatre comes in afterwards, in whatever order.
        DateTimeOffset started = donor.Now.AddMinutes(5), ended = started.AddMinutes(50);
        await app.Pass(TimeSpan.FromMinutes(90));
        await Shuffled(
            app, donor, random, donor.Hospital.H06(started, started), donor.Hospital.H07(ended, ended, DonorJourney.Organs),
            donor.Hospital.H09(ended.AddMinutes(20), ended.AddMinutes(10)), donor.Hospital.H10(ended.AddMinutes(30)));
        await donor.Both("tickCeremony");
        await donor.Both("tickRestoration");
        await donor.Both("fileReport", new { saw = DonorJourney.Saw(started, ended) });

        Assert.Equal("aftercare", await donor.State());
        JsonElement facts = await donor.Facts();
        Assert.Empty(facts.GetProperty("violations").EnumerateArray());
        Assert.DoesNotContain(await queue.Take(), reply => reply.Answer is "fatal-error" or "transient-error");
        Assert.Empty((await app.Get("city-duty", "hospital-messages?stage=setAside")).Expect(200).Json.EnumerateArray());
    }

    private static async Task AfterConsent(DonorJourney donor)
    {
        await donor.Send(donor.Hospital.H03(donor.Now, donor.Now.AddMinutes(-2)));
        await donor.Do(DonorJourney.First, "coordinator", "reconfirm", new { relativeId = await donor.Wife() });
        await donor.Send(donor.Hospital.H04(donor.Now));
        await donor.Send(donor.Hospital.H05(donor.Now, donor.Now.AddMinutes(40)));
    }

    /// <summary>Each once or twice, in any order, some seconds apart.</summary>
    private static async Task Shuffled(BranchApp app, DonorJourney donor, Random random, params JsonObject[] messages)
    {
        JsonObject[] all = [.. messages, .. messages.Where(_ => random.Next(2) == 0)];
        random.Shuffle(all);
        foreach (JsonObject message in all)
        {
            await donor.Send(message);
            await app.Pass(TimeSpan.FromSeconds(random.Next(60)));
        }
    }
}
