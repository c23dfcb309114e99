using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.OrganDonation;
using Boai.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>What the app itself finds out about hospital, family and coordinators, over HTTP (handbook §7.3.2 state 0, §7.3.4; §15 scenarios 39 and 45).</summary>
public sealed class DonorConflictTests
{
    private const string Third = "city-coordinator-3";

    [Theory]
    [InlineData("500103", '1')]
    [InlineData("500101", '0')] // another district than those assigned to the hospital (ODR 16)
    [InlineData(null, '0')] // not said: the desk has to ask
    public async Task The_seventh_lamp_asks_where_the_bed_lies(string? district, char lamp)
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app, district: district);

        Assert.Equal(lamp, (await donor.Lamps())[6]);

        if (district is null)
        {
            await donor.Do("city-duty", "desk", "checkInstitution", new { designated = true, inArea = true, independentDepartment = true });
            Assert.Equal('1', (await donor.Lamps())[6]);
        }
    }

    [Fact]
    public async Task A_district_that_is_no_code_is_refused_with_its_place()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await HospitalDoorTests.Register(app);

        Reply reply = await HospitalDoorTests.Send(app, "city-opo", HospitalBundles.Bytes(new HospitalBundles(HospitalBundles.Code(1)).H01(app.Host.Clock.GetUtcNow(), "5001")));

        (string response, (string Code, string? Path)[] issues) = HospitalBundles.Answer(reply.Bytes);
        Assert.Equal("fatal-error", response);
        Assert.Equal("Bundle.entry.resource.ofType(Encounter).extension('urn:cqrc:ext:bed-district')", Assert.Single(issues).Path);
    }

    [Fact] // §15 scenario 39, declared before: brother-in-law of a transplant surgeon
    public async Task Relatives_of_the_donor_and_of_the_theatres_staff_are_not_asked()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace);
        DonorJourney donor = await DonorJourney.Report(app);
        string father = SyntheticPeople.ResidentId(7);
        await Declare(app, DonorJourney.First, new { relatedStaff = (string[])["x-2"] }); // as the hospital's roster has it, in another spelling
        await Declare(app, DonorJourney.Second, new { relatives = (string[])[father] });
        await Declare(app, Third, new { });
        await donor.ToTalk();
        JsonObject consent = donor.Hospital.H02(donor.Now, DonorJourney.Organs);
        JsonObject relative = consent["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject())
            .Single(resource => (string?)resource["relationship"]?[0]!["coding"]![0]!["code"] == "FTH");
        relative["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:cqrc:sid:ric", ["value"] = father });
        await donor.Send(consent);

        await donor.Send(donor.Hospital.H05(donor.Now, donor.Now.AddMinutes(90)));
        await app.Settle();

        Assert.Equal([Third], (await donor.Facts()).GetProperty("witnesses").EnumerateArray().Select(witness => witness.GetProperty("staffId").GetString()));
        (await app.Post("city-dutylead", $"organ-donation/cases/{donor.Number}/witness-assignment", new AssignWitnessForm(DonorJourney.First)))
            .Refused(422, "organ.witness-barred");
        (await app.Post("city-dutylead", $"organ-donation/cases/{donor.Number}/witness-assignment", new AssignWitnessForm(DonorJourney.Second)))
            .Refused(422, "organ.witness-barred");
        await DonorEndToEndTests.NowhereInTheClear(app, father);
    }

    [Theory]
    [InlineData("relatives", "110101199003071234")] // wrong check character
    [InlineData("relatedStaff", "")]
    public async Task A_tie_that_is_none_is_refused_and_nothing_is_written(string field, string value)
    {
        await using BranchApp app = await BranchApp.StartAsync();

        Reply reply = await Register(app, Third, new JsonObject { [field] = new JsonArray(value) });

        Assert.Equal(422, reply.Status);
        Assert.Contains($"{field}[0]", reply.Body, StringComparison.Ordinal);
        await DonorJourney.Report(app);
    }

    [Fact] // I-14; §15 scenario 45
    public async Task Outcomes_are_summed_by_quarter_and_shown_from_five_donations_on()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await HospitalDoorTests.Register(app);
        for (int number = 1; number <= 5; number++)
        {
            HospitalBundles hospital = new(HospitalBundles.Code(1), $"CQ-D-2026-1{number:D3}");
            foreach (JsonObject message in new[] { hospital.H01(app.Host.Clock.GetUtcNow()), hospital.H10(app.Host.Clock.GetUtcNow(), number, 2, 1) })
            {
                (await HospitalDoorTests.Send(app, "city-opo", HospitalBundles.Bytes(message))).Expect(200);
                await app.Settle();
            }

            JsonElement quarter = (await app.Get("city-head-1", "donation-outcomes")).Expect(200).Json[0];
            JsonElement donations = quarter.GetProperty("donations");
            Assert.Equal(number == 5 ? JsonValueKind.Number : JsonValueKind.Null, donations.ValueKind);
            if (number == 5)
            {
                Assert.Equal(5, donations.GetInt32());
                JsonElement counts = quarter.GetProperty("counts");
                Assert.Equal((15, 10, 5), (counts.GetProperty("transplanted").GetInt32(), counts.GetProperty("recipients").GetInt32(), counts.GetProperty("discarded").GetInt32()));
            }
        }

        // Nothing but that it was filed is in the case; and a count that no donation comes to is refused.
        string cases = (await app.Get("city-duty", "organ-donation/desk")).Expect(200).Body;
        Assert.DoesNotContain("transplanted", cases, StringComparison.OrdinalIgnoreCase);
        Reply impossible = await HospitalDoorTests.Send(
            app, "city-opo", HospitalBundles.Bytes(new HospitalBundles(HospitalBundles.Code(1), "CQ-D-2026-1001").H10(app.Host.Clock.GetUtcNow(), persons: 400)));
        Assert.Equal("fatal-error", HospitalBundles.Answer(impossible.Bytes).Response);
    }

    private static async Task Declare(BranchApp app, string staff, object ties) =>
        (await Register(app, staff, JsonSerializer.SerializeToNode(ties)!.AsObject())).Expect(200);

    private static Task<Reply> Register(BranchApp app, string staff, JsonObject ties)
    {
        JsonObject form = new()
        {
            ["name"] = "协调员某", ["licence"] = "L-" + staff, ["licenceValidTo"] = "2027-12-31", ["latitude"] = 29.5, ["longitude"] = 106.5,
            ["restingSince"] = BranchApp.Start.AddDays(-1).ToString("O"),
        };
        foreach ((string name, JsonNode? value) in ties)
        {
            form[name] = value?.DeepClone();
        }

        return app.Post("city-officer-1", $"organ-donation/coordinators/{staff}", form);
    }
}
