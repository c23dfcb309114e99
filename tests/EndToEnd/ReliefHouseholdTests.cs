using System.Text.Json;
using Boai.Functions.HardshipRelief.Application;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>Duplicate control and recusal across cases (handbook §5.1, §5.2, CHL 59), and the side transitions of §2.9, over HTTP.</summary>
public sealed class ReliefHouseholdTests
{
    private static readonly string[] Unresolved = ["r02"];
    private static readonly string[] Another = ["yz-town-2"];
    private static readonly string[] Myself = ["yz-town-1"];

    [Fact]
    public async Task A_second_application_of_a_household_is_seen_judged_with_the_first_and_lifted_to_the_next_level()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney first = await ReliefJourney.Apply(app);
        await first.ToPaid();

        // Husband and wife are one household, whoever of them applies.
        ApplicationForm wife = ReliefForms.Valid(2) with { Household = [ReliefForms.Member(1) with { Name = "王小明" }] };
        ReliefJourney second = await ReliefJourney.Apply(app, wife);
        await second.FileDocuments();
        (await second.Act("yz-officer-1", "acceptance", new { })).Refused(422, "relief.aided-before");
        (await second.Act("yz-officer-1", "acceptance", new { note = "病情反复，再次住院。" })).Expect(200);
        await second.Verify();
        (await second.Act("yz-town-1", "opinion", new { proposedFen = 280_000 })).Expect(200);
        (await second.Act("yz-officer-2", "opinion-confirmation", new { })).Expect(200);
        await second.HangTheList();

        // 2,800 and 2,800 within 90 days are one need of 5,600: the leadership meeting's, with minutes.
        (await second.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund })).Refused(422, "relief.minutes-required");
        (await second.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund, minutesId = "YZ-2026-07" })).Expect(200);
        Assert.True((await second.Facts()).GetProperty("splittingDetected").GetBoolean());
    }

    [Fact]
    public async Task A_refused_approval_gives_the_promised_money_back_to_the_fund()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        int version = await journey.Version();

        (await app.Post("yz-officer-1", $"cases/{journey.Number}/suspension", new { causeCode = "new-information", resumeOn = app.Today.AddDays(3) })).Expect(200);
        (await app.Post("yz-lead-1", journey.Route + "approval", new { version, amountFen = 280_000, fundId = ReliefJourney.Fund })).Refused(409, "case.stale");
        (await journey.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund })).Refused(409, "case.suspended");

        JsonElement fund = (await app.Get("yz-accountant-1", $"payments/funds/{ReliefJourney.Fund}")).Expect(200).Json.GetProperty("fund");
        Assert.Equal(0, fund.GetProperty("reservedFen").GetInt64());
        await app.Pass(TimeSpan.FromDays(3)); // a suspended case goes on by itself
        (await journey.Act("yz-lead-1", "approval", new { amountFen = 280_000, fundId = ReliefJourney.Fund })).Expect(200);
    }

    [Fact]
    public async Task A_member_of_staff_who_lives_in_the_household_is_barred_from_the_case()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        (await app.Post("yz-officer-1", "staff/me/person", new { idType = "RIC", idNumber = SyntheticPeople.ResidentId(7) })).Expect(204);

        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid() with { Household = [ReliefForms.Member(7)] });
        await journey.FileDocuments();

        int version = (await app.Get("yz-lead-1", $"cases/{journey.Number}")).Expect(200).Json.GetProperty("head").GetProperty("version").GetInt32();
        (await app.Post("yz-officer-1", journey.Route + "acceptance", new { version })).Refused(403, "duty.recusal");
        (await app.Post("yz-officer-2", journey.Route + "acceptance", new { version })).Expect(200);
        (await app.Post("yz-town-1", $"cases/{journey.Number}/recusal", new { staffIds = Another })).Refused(403, "access.role");
        (await app.Post("yz-town-1", $"cases/{journey.Number}/recusal", new { staffIds = Myself })).Expect(200);
    }

    [Fact]
    public async Task A_case_is_withdrawn_by_its_applicant_held_by_the_auditor_and_a_closed_one_reopened_by_the_head()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney withdrawn = await ReliefJourney.Apply(app);
        (await app.Post(await withdrawn.ApplicantToken(), $"cases/{withdrawn.Number}/withdrawal", new { })).Expect(200);
        await app.Settle();
        Assert.Equal("Withdrawn", await withdrawn.State());
        (await app.Post("city-head-1", $"cases/{withdrawn.Number}/reopening", new { causeCode = "new-evidence", note = "有新情况。" })).Refused(409, "case.state");

        ReliefJourney held = await ReliefJourney.Apply(app, ReliefForms.Valid(3));
        (await app.Post("city-audit", $"cases/{held.Number}/legal-hold", new { causeCode = "audit" })).Expect(200);
        (await app.Post(await held.ApplicantToken(), $"cases/{held.Number}/withdrawal", new { })).Expect(200);
        await app.Settle();
        JsonElement kept = (await app.Get("city-audit", $"cases/{held.Number}/applicant", "audit")).Expect(200).Json;
        Assert.True(kept.TryGetProperty("bank.account", out _)); // what is held is not destroyed

        ReliefJourney closed = await ReliefJourney.Apply(app, ReliefForms.Valid(4));
        (await closed.Act("yz-officer-1", "refusal", new { grounds = Unresolved, note = "已由其他渠道解决。" })).Expect(200);
        await app.Pass(TimeSpan.FromDays(20));
        Assert.Equal("Closed", await closed.State());
        (await app.Post("city-head-1", $"cases/{closed.Number}/reopening", new { causeCode = "new-evidence", note = "渠道未落实。" })).Expect(200);
        await app.Settle();
        Assert.Equal("Intake", await closed.State());
        await closed.FileDocuments();
        (await closed.Act("yz-officer-2", "acceptance", new { })).Expect(200);
        JsonElement[] told = [.. (await app.Get(null, $"dev/outbox?case={closed.Number}")).Json.EnumerateArray()];
        Assert.Contains(told, message => message.GetProperty("kind").GetString() == "relief.Accepted"); // carried on by a new orchestration
    }
}
