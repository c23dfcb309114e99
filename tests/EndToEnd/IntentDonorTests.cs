using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.DonationIntent;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>Gate G2 and the branch's own register: ODR 9, CQ-BODY 14; I-19; U-04.</summary>
public sealed class IntentDonorTests
{
    [Fact] // I-19
    public async Task Whoever_has_refused_is_never_procured_from_although_the_desk_found_nothing()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentRegistrationForm person = IntentJourney.Valid();
        (await app.Post(null, "public/donation-refusals", new RefusalForm(person.Holder, person.Residence))).Expect(201);
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToTalk();
        Assert.Equal("consent", await donor.State());

        await donor.Send(Named(donor, person)); // only now is it known who it is

        Assert.Equal("declined", await donor.State());
        Assert.Equal("refused", (await donor.Facts()).GetProperty("register").GetProperty("intent").GetString());
        Assert.DoesNotContain("R02", await donor.Signals());
    }

    [Fact] // I-19, I-20: a refusal filed when all is ready
    public async Task A_refusal_that_is_filed_while_all_lamps_are_on_holds_at_once()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        DonorJourney donor = await Ready(app, entry.Form);
        Assert.Contains("R02", await donor.Signals());

        await entry.Do("city-duty", "refusal", new { means = "phoneChecked", evidenceId = "call-7" });
        await app.Settle(); // no time passes

        Assert.Equal("declined", await donor.State());
        string[] signals = await donor.Signals();
        Assert.Contains("R03", signals);
        Assert.DoesNotContain("R02", signals); // withdrawn with the hold
    }

    [Fact] // U-04
    public async Task A_withdrawal_without_a_word_bars_until_the_head_has_recorded_a_reason()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        DonorJourney donor = await Ready(app, entry.Form);

        await entry.Do("city-duty", "withdrawal", new { means = "phoneChecked", evidenceId = "call-8" });
        await app.Settle();

        Assert.Equal('0', (await donor.Lamps())[1]);
        Assert.Equal("gates", await donor.State());
        Assert.Contains("R03", await donor.Signals());
        (await donor.Act("city-head-1", "city", "reviewIntent", new { opinionDocumentId = "doc-9" })).Refused(422, "case.reason-required");
        await donor.Do("city-head-1", "city", "reviewIntent", new { opinionDocumentId = "doc-9" }, "伦理委员会已审查，家属一致同意。");
        await app.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal("witnessReady", await donor.State());
    }

    [Fact] // §7.2a: 已执行
    public async Task A_closed_donation_carries_the_intent_out_and_leaves_the_corneas_registered()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        DonorJourney donor = await DonorJourney.Report(app);
        donor.Names = message => Name(message, entry.Form);
        await donor.ToClosed();

        Assert.Equal("executed", await entry.State());
        JsonElement standing = await entry.Standing();
        Assert.Equal(("none", "valid"), (standing.GetProperty("organs").GetString(), standing.GetProperty("cornea").GetString()));
    }

    [Fact] // §7.2a: 失效
    public async Task A_death_without_procurement_ends_the_intent_when_the_case_is_archived()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        IntentJourney entry = await IntentJourney.Effective(app);
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToTalk();
        await donor.Send(Named(donor, entry.Form));
        await donor.Send(donor.Hospital.H08(donor.Now, "died-without-procurement"));
        Assert.Equal("notProcured", await donor.State());

        await app.Pass(TimeSpan.FromDays(31));

        Assert.Equal("lapsed", await entry.State());
        Assert.Single(await entry.Messages("intent.Notice")); // the card, and nothing to the family
    }

    private static async Task<DonorJourney> Ready(BranchApp app, IntentRegistrationForm person)
    {
        DonorJourney donor = await DonorJourney.Report(app);
        donor.Names = message => Name(message, person);
        await donor.ToNotice();
        await donor.Staff();
        Assert.Equal("witnessReady", await donor.State());
        return donor;
    }

    private static JsonObject Named(DonorJourney donor, IntentRegistrationForm person) => Name(donor.Hospital.H02(donor.Now, DonorJourney.Organs), person);

    private static JsonObject Name(JsonObject message, IntentRegistrationForm person)
    {
        HospitalBundles.Resource(message, "Patient")["identifier"]!.AsArray()
            .Add((JsonNode)new JsonObject { ["system"] = "urn:cqrc:sid:ric", ["value"] = person.Holder.IdNumber });
        return message;
    }
}
