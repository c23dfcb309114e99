using System.Text.Json;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Identity;
using Boai.Tests.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.EndToEnd;

/// <summary>I-11 over HTTP: whoever did one thing in a case is refused the other, whatever roles the account has.</summary>
public sealed class DutySeparationTests
{
    // An applicant has no staff account, and nobody witnesses in hardship relief.
    private static readonly Duty[] OfNoRouteHere = [Duty.Apply, Duty.Witness];
    private static readonly string[] Oneself = ["yz-officer-2"];
    private static readonly string[] Other = ["yz-officer-3"];

    [Fact]
    public async Task I_11_nobody_appears_on_both_sides_of_a_pair_in_one_case()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using BranchApp other = await BranchApp.StartAsync();
        DutyCourse granted = await DutyCourse.Nominate(app, 401);
        await granted.ToApproval();
        await granted.Grant();
        await granted.BarEverything();
        DutyCourse refused = await DutyCourse.Nominate(other, 402);
        await refused.ToApproval();
        await refused.InvestigateAndRefuse();
        await refused.Review();

        IEnumerable<(Duty, Duty)> expected = DutySeparation.Pairs.Where(pair => !OfNoRouteHere.Contains(pair.One) && !OfNoRouteHere.Contains(pair.Other)).Select(Sorted);
        HashSet<(Duty, Duty)> seen = [.. granted.Refused.Concat(refused.Refused).Select(Sorted)];
        Assert.Empty(expected.Except(seen));
    }

    [Fact]
    public async Task Who_is_related_to_the_applicant_stays_out_of_the_case()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        (await app.Post("yz-officer-1", "staff/me/person", new { idType = "RIC", idNumber = SyntheticPeople.ResidentId(502) })).Expect(204);
        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid(501) with { Household = [ReliefForms.Member(502)] });
        await journey.FileDocuments();
        await app.Settle();
        int version = await journey.Version();

        await app.Refuses(() => app.Post("yz-officer-1", journey.Route + "acceptance", new { version }), 403, "duty.recusal");
        await app.Refuses(() => app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", "intake"), 403, "duty.recusal");
        (await app.Post("yz-officer-2", $"cases/{journey.Number}/recusal", new { staffIds = Other })).Refused(403, "access.role");
        (await app.Post("yz-officer-2", $"cases/{journey.Number}/recusal", new { staffIds = Oneself })).Expect(200);
        await app.Settle();
        await app.Refuses(() => app.Post("yz-officer-2", journey.Route + "acceptance", new { version = version + 1 }), 403, "duty.recusal");
        (await journey.Act("yz-officer-3", "acceptance", new { })).Expect(200);
    }

    private static (Duty, Duty) Sorted((Duty One, Duty Other) pair) => pair.One < pair.Other ? pair : (pair.Other, pair.One);
}

/// <summary>One case whose every duty is done by a person of its own, who then tries every duty that excludes it, with a right role.</summary>
internal sealed class DutyCourse
{
    private static readonly string[] Unverifiable = ["r08"];

    private static readonly Dictionary<Duty, string> RoleOf = new()
    {
        [Duty.Nominate] = Roles.Village, [Duty.Review] = Roles.DistrictOfficer, [Duty.Verify] = Roles.DistrictOfficer, [Duty.Opine] = Roles.DistrictOfficer,
        [Duty.Reverify] = Roles.DistrictOfficer, [Duty.Approve] = Roles.DistrictLead, [Duty.PreparePayment] = Roles.Accountant, [Duty.Pay] = Roles.Cashier,
        [Duty.Reconcile] = Roles.Accountant, [Duty.FollowUp] = Roles.DistrictOfficer, [Duty.Investigate] = Roles.DistrictLead,
        [Duty.HeadDecision] = Roles.DistrictLead, [Duty.ReviewRefusal] = Roles.DistrictLead,
    };

    private readonly BranchApp _app;
    private readonly ReliefJourney _journey;
    private readonly List<Duty> _done = [Duty.Nominate];
    private JsonElement _batch;

    private DutyCourse(BranchApp app, ReliefJourney journey) => (_app, _journey) = (app, journey);

    /// <summary>What was done and what was then refused to the same person.</summary>
    public List<(Duty Done, Duty Tried)> Refused { get; } = [];

    public static async Task<DutyCourse> Nominate(BranchApp app, int number)
    {
        ApplicationForm form = ReliefForms.Valid(number) with { ApplyingAs = ApplyingAs.VillageOfficer, Agent = new AgentPart("李协理", "13900000002", WithConsent: true) };
        Reply opened = await app.Post(Person(app, Duty.Nominate, Roles.Village), "public/hardship-relief/applications", form);
        ReliefJourney journey = new(app, opened.Expect(201).Text("caseNumber"), form);
        await app.Settle();
        await journey.FileDocuments();
        return new DutyCourse(app, journey);
    }

    public async Task ToApproval()
    {
        object visit = new { visit = "home", finding = "confirmed", civilAffairs = "withinStandard", payeeVerified = true };
        await Do(Duty.Review, "acceptance", new { });
        await _journey.Upload("yz-officer-1", "visit-form");
        await Do(Duty.Verify, "verification", visit);
        (await _journey.Act("yz-town-1", "verification-confirmation", new { })).Expect(200);
        await Do(Duty.Opine, "opinion", new { proposedFen = 280_000 });
        (await _journey.Act("yz-town-2", "opinion-confirmation", new { })).Expect(200);

        JsonElement line = (await _app.Get(null, "public/hardship-relief/publicity/500103")).Json[0];
        (await _app.Post(null, $"public/hardship-relief/publicity/500103/{line.GetProperty("listingId").GetString()}/objections", new { reason = "情况不实。" })).Expect(202);
        await _app.Settle();
        await _journey.Upload("yz-officer-1", "visit-form");
        await Do(Duty.Reverify, "reverification", visit);
        (await _journey.Act("yz-village", "reverification-confirmation", new { })).Expect(200);
        await _journey.HangTheList(days: 3);
    }

    public async Task Grant()
    {
        await Do(Duty.Approve, "approval", Approval);
        await Do(Duty.PreparePayment);
        await Do(Duty.Pay);
        string bank = $"payments/batches/{_batch.GetProperty("batchId").GetString()}";
        (await _app.PostRaw(Person(_app, Duty.Pay, Roles.Cashier), bank + "/return", _journey.BankAnswer(_batch, paid: true), "text/csv")).Expect(200);
        await _app.Settle();
        _batch = (await _app.Get("yz-accountant-1", bank)).Expect(200).Json;
        await Do(Duty.Reconcile);
    }

    public async Task InvestigateAndRefuse()
    {
        (await _journey.Act("yz-officer-1", "investigation", new { causeCode = "doubt", note = "材料存疑。" })).Expect(200);
        await Do(Duty.Investigate, "finding", new { finding = "cleared", note = "查无实据。" });
        (await _journey.Act("city-audit", "finding-confirmation", new { note = "同意。" })).Expect(200);
        await Bar(Duty.Approve);
        (await _journey.Act(Person(_app, Duty.Approve, Roles.DistrictLead), "refusal", new { grounds = Unverifiable, note = "无法核实。" })).Expect(200);
        _done.Add(Duty.Approve);
    }

    public async Task Review()
    {
        (await _app.Post(Person(_app, Duty.Nominate, Roles.Village), _journey.Route + "review-request", new { note = "请复核。" })).Expect(200);
        await _app.Settle();
        await Bar(Duty.ReviewRefusal);
        await Bar(Duty.Approve); // to grant in a review is to review
        await Do(Duty.ReviewRefusal, "refusal-upheld", new { note = "维持。" });
        await BarEverything();
    }

    /// <summary>What is refused before anybody asks for the state of the case.</summary>
    public async Task BarEverything()
    {
        foreach (Duty duty in new[] { Duty.Review, Duty.Verify, Duty.Opine, Duty.Reverify, Duty.FollowUp, Duty.Investigate, Duty.HeadDecision, Duty.ReviewRefusal })
        {
            await Bar(duty);
        }
    }

    private static object Approval => new { amountFen = 280_000, fundId = ReliefJourney.Fund };

    private async Task Do(Duty duty, string? act = null, object? form = null)
    {
        await Bar(duty);
        Reply reply = act is null ? await Try(duty, duty) : await _journey.Act(Person(_app, duty, RoleOf[duty]), act, form!);
        Assert.True(reply.Status is 200 or 201, $"{duty}: {reply.Body}");
        await _app.Settle();
        if (duty is Duty.PreparePayment or Duty.Pay)
        {
            _batch = reply.Json;
        }

        _done.Add(duty);
    }

    // Everybody who did what excludes this duty tries it.
    private async Task Bar(Duty duty)
    {
        foreach (Duty done in _done.Where(done => done != duty && DutySeparation.Excludes(done, duty)).ToArray())
        {
            Reply reply = await Try(done, duty);
            Assert.True((reply.Status, reply.Code) == (403, "duty.separation"), $"Who did {done} tried {duty}: {reply.Status} {reply.Body}");
            RefusalCheck.AssertSpeaksChinese(reply);
            Refused.Add((done, duty));
        }
    }

    private async Task<Reply> Try(Duty done, Duty duty)
    {
        string who = Person(_app, done, RoleOf[duty]);
        int version = await _journey.Version();
        string batch = _batch.ValueKind == JsonValueKind.Object ? $"payments/batches/{_batch.GetProperty("batchId").GetString()}" : "";
        return duty switch
        {
            Duty.PreparePayment => await _app.Post(who, "payments/batches", new { payments = new[] { _journey.Number + "-P1" } }),
            Duty.Pay => await _app.Post(who, batch + "/export", new { version = _batch.GetProperty("version").GetInt32() }, purpose: "payment"),
            Duty.Reconcile => await _app.Post(who, batch + "/reconciliation", new
            {
                version = _batch.GetProperty("version").GetInt32(), statementPaidFen = 280_000, statementOn = _app.Today,
            }),
            Duty.Approve => await _app.Post(who, _journey.Route + "approval", new { version, amountFen = 280_000, fundId = ReliefJourney.Fund }),
            _ => await _app.Post(who, _journey.Route + RouteOf(duty), new { version }),
        };
    }

    private static string RouteOf(Duty duty) => duty switch
    {
        Duty.Review => "acceptance",
        Duty.Verify => "verification",
        Duty.Opine => "opinion",
        Duty.Reverify => "reverification",
        Duty.FollowUp => "follow-up",
        Duty.Investigate => "finding",
        Duty.HeadDecision => "recovery",
        Duty.ReviewRefusal => "refusal-upheld",
        _ => throw new NotSupportedException($"No route for {duty}."),
    };

    // One account with several roles; a token carries the role that the person acts in.
    private static string Person(BranchApp app, Duty duty, string role) => app.Host.Services.GetRequiredService<DevelopmentIssuer>()
        .Issue(new DevelopmentAccount($"who-did-{duty}", role, ReliefJourney.Unit, ""));
}
