using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.OrganDonation;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;

namespace Boai.Tests.EndToEnd;

/// <summary>What bad messages and bad acts get: the documented answer with its place, an audit line, and no half-applied state (handbook §11.2, §11.3).</summary>
public sealed class DonorBadInputTests(DonorBadInputTests.AtTheGates at) : IClassFixture<DonorBadInputTests.AtTheGates>
{
    private const string Patient = "Patient";

    /// <summary>Name, HTTP status, code of the first issue, its FHIRPath; null for none.</summary>
    public static TheoryData<string, int, string, string?> Messages() => new()
    {
        { "invalid-json", 400, FhirProblems.Unreadable, null },
        { "truncated", 400, FhirProblems.Unreadable, null },
        { "no-resource", 400, FhirProblems.Unreadable, null },
        { "unknown-element", 400, FhirProblems.Element, "Bundle.entry[2].resource.favouriteColour" },
        { "collection", 400, FhirProblems.NotAMessage, "Bundle.type" },
        { "headless", 400, FhirProblems.HeaderFirst, "Bundle.entry[0]" },
        { "header-second", 400, FhirProblems.HeaderFirst, "Bundle.entry[0]" },
        { "same-full-url", 400, FhirProblems.FullUrl, "Bundle.entry[2].fullUrl" },
        { "unknown-event", 422, MessageProblems.EventUnknown, null },
        { "future", 422, MessageProblems.FutureTime, null },
        { "second-patient", 422, MessageProblems.ForbiddenContent, "Bundle.entry[5].resource" },
        { "recipient", 422, MessageProblems.ForbiddenContent, null },
        { "photo", 422, MessageProblems.ForbiddenContent, null },
        { "tissue-typing", 422, MessageProblems.ForbiddenContent, null },
        { "long-text", 422, MessageProblems.ForbiddenContent, null },
        { "wrong-sender", 403, MessageProblems.SenderMismatch, null },
        { "not-allowed", 403, MessageProblems.SenderNotAllowed, null },
        { "opinion-more-hands-than-heads", 422, FhirProblems.Value, "Bundle.entry[4].resource.component" },
        { "opinion-of-nobody", 422, FhirProblems.Value, "Bundle.entry[4].resource.component" },
        { "opinion-negative", 422, FhirProblems.Value, "Bundle.entry[4].resource.component" },
        { "decider-who-is-none", 422, FhirProblems.Value, "Bundle.entry[5].resource.relationship" },
        { "signed-at-no-time", 422, FhirProblems.Missing, "Bundle.entry[5].resource.extension('urn:cqrc:ext:signed-at')" },
        { "item-that-is-none", 422, FhirProblems.Value, "Bundle.entry.resource.Consent.provision.code" },
        { "living-donor", 422, FhirProblems.Value, "Bundle.entry.resource.ofType(Patient).extension('urn:cqrc:ext:living')" },
        { "no-pseudonym", 422, FhirProblems.Missing, "Bundle.entry.resource.ofType(Patient).identifier.where(system='urn:cqrc:sid:donor')" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_bad_message_is_fatal_with_its_place_and_the_case_stays_as_it_was(string name, int status, string code, string? path)
    {
        BranchApp app = at.App;
        string before = (await at.Donor.Read()).ToString();
        int audited = (await StoreSnapshot.Of(app)).Audit.Count;

        Reply reply = await HospitalDoorTests.Send(app, name == "wrong-sender" ? "yz-hospital" : "city-opo", Bytes(name));
        await app.Settle();

        (string response, (string Code, string? Path)[] issues) = HospitalBundles.Answer(reply.Bytes);
        Assert.Equal((status, "fatal-error", code), (reply.Status, response, issues[0].Code));
        Assert.Equal(path ?? issues[0].Path, issues[0].Path);
        Assert.Equal(before, (await at.Donor.Read()).ToString());
        Assert.Contains((await StoreSnapshot.Of(app)).Audit.Skip(audited), line => line.GetString("Result").EndsWith(code, StringComparison.Ordinal));
        Assert.DoesNotContain(HospitalBundles.DonorName, reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/fhir+xml", 0, 415, "request.content-type")]
    [InlineData(FhirTerms.Json, 5 * 1024 * 1024, 413, "request.too-large")]
    public async Task What_is_no_json_or_too_much_is_not_read(string contentType, int bytes, int status, string code) =>
        await at.App.Refuses(() => at.App.PostRaw("city-opo", "fhir/$process-message", new byte[Math.Max(bytes, 9)], contentType), status, code);

    /// <summary>Who, part, act, what, status, code.</summary>
    public static TheoryData<string, string, string, string, int, string> Acts() => new()
    {
        { DonorJourney.First, "coordinator", "checkIn", """{"staffId":"city-coordinator-1","means":"gps","at":"NOW","placeCode":null,"metres":40000}""", 422, "organ.check-in-place" }, // another town
        { DonorJourney.First, "coordinator", "checkIn", """{"staffId":"city-coordinator-1","means":"theatreQr","at":"NOW","placeCode":"theatre-9","metres":null}""", 422, "organ.check-in-place" },
        { DonorJourney.First, "coordinator", "checkIn", """{"staffId":"city-coordinator-1","means":"theatreQr","at":"LATER","placeCode":"theatre-3","metres":null}""", 422, "organ.check-in-time" },
        { DonorJourney.First, "coordinator", "checkIn", """{"staffId":"city-coordinator-2","means":"theatreQr","at":"NOW","placeCode":"theatre-3","metres":null}""", 422, "organ.check-in-means" },
        { DonorJourney.Second, "coordinator", "checkIn", """{"staffId":"city-coordinator-2","means":"theatreQr","at":"NOW","placeCode":"theatre-3","metres":null}""", 409, "organ.check-in-twice" },
        { DonorJourney.First, "coordinator", "reconfirm", """{"relativeId":"rel_nobody"}""", 404, "organ.decider-unknown" },
        { DonorJourney.First, "coordinator", "withdrawConsent", """{"relativeId":"rel_nobody"}""", 404, "organ.decider-unknown" },
        { DonorJourney.First, "coordinator", "sightDecision", """{"documentDigest":"0000"}""", 404, "organ.decision-unknown" },
        { DonorJourney.First, "coordinator", "stateDecider", """{"standing":{"relativeId":"x","relation":"uncle","status":"hasSigned"}}""", 400, "json.type" },
        { DonorJourney.First, "coordinator", "tickCeremony", "", 409, "case.state" },
        { DonorJourney.First, "coordinator", "no-such-act", "", 404, "organ.act-unknown" },
        { "city-duty", "desk", "replaceWitness", """{"staffId":"nobody"}""", 403, "organ.not-a-witness" },
        { "city-duty", "desk", "acknowledgeSignal", """{"seq":99}""", 404, "organ.signal-unknown" },
        { "yz-officer-1", "desk", "acknowledge", "", 403, "access.role" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_bad_act_is_refused_in_Chinese_with_its_code_and_the_case_stays_as_it_was(string who, string part, string act, string what, int status, string code)
    {
        DateTimeOffset now = at.Donor.Now;
        string body = what.Length == 0
            ? "{}"
            : $$"""{"what":{{what.Replace("NOW", now.ToString("O"), StringComparison.Ordinal).Replace("LATER", now.AddHours(1).ToString("O"), StringComparison.Ordinal)}}}""";

        await at.App.Refuses(
            () => at.App.PostRaw(who, $"organ-donation/cases/{at.Donor.Number}/{part}/{act}", Encoding.UTF8.GetBytes(body), "application/json"), status, code);
    }

    [Theory] // without licence, on rest, related: none of them can be named either
    [InlineData("unlicensed", """{"licenceValidTo":"2020-01-01"}""")]
    [InlineData("resting", """{"restingSince":"REST"}""")]
    [InlineData("related", """{"relatedStaff":["X-2"]}""")]
    [InlineData("employed", """{"employments":[{"hospital":"OPO","transplants":false,"until":null}]}""")]
    public async Task A_coordinator_with_a_bar_cannot_be_named(string staff, string change)
    {
        JsonObject form = new()
        {
            ["name"] = "协调员某", ["licence"] = "L-" + staff, ["licenceValidTo"] = "2027-12-31", ["restingSince"] = BranchApp.Start.AddDays(-3).ToString("O"),
        };
        string text = change.Replace("REST", at.Donor.Now.AddHours(-1).ToString("O"), StringComparison.Ordinal)
            .Replace("OPO", HospitalBundles.Code(1), StringComparison.Ordinal);
        foreach ((string name, JsonNode? value) in JsonNode.Parse(text)!.AsObject())
        {
            form[name] = value?.DeepClone();
        }

        (await at.App.Post("city-officer-1", $"organ-donation/coordinators/{staff}", form)).Expect(200);

        await at.App.Refuses(
            () => at.App.Post("city-dutylead", $"organ-donation/cases/{at.Donor.Number}/witness-assignment", new AssignWitnessForm(staff)), 422, "organ.witness-barred");
    }

    [Fact] // handbook §0.3: what hospitals say of a case that is over is kept, and moves nothing
    public async Task A_message_for_a_case_that_is_over_is_accepted_and_recorded_and_opens_nothing_again()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        await donor.ToTalk();
        await donor.Send(donor.Hospital.H08(donor.Now, "medically-unfit"));

        await donor.Send(donor.Hospital.H05(donor.Now, donor.Now.AddMinutes(60)));

        Assert.Equal("medicallyUnfit", await donor.State());
        Assert.Single((await donor.Facts()).GetProperty("notices").EnumerateArray());
        Assert.DoesNotContain("R02", await donor.Signals());
        Assert.Empty((await donor.Facts()).GetProperty("witnesses").EnumerateArray());
    }

    private byte[] Bytes(string name)
    {
        HospitalBundles hospital = at.Donor.Hospital;
        DateTimeOffset now = at.Donor.Now;
        JsonObject message = name switch
        {
            "opinion-more-hands-than-heads" => hospital.H04(now, 9, 2, 10),
            "opinion-of-nobody" => hospital.H04(now, 0, 0, 0),
            "opinion-negative" => hospital.H04(now, 9, -1, 7),
            "decider-who-is-none" or "signed-at-no-time" => hospital.H02(now, "liver"),
            "item-that-is-none" => hospital.H02(now, "tail"),
            "future" => hospital.H01(now.AddHours(2)),
            "not-allowed" => hospital.Message("H12", now),
            _ => hospital.H01(now),
        };
        JsonArray entries = message["entry"]!.AsArray();
        JsonObject patient = HospitalBundles.Resource(message, Patient);
        switch (name)
        {
            case "invalid-json":
                return "{not json"u8.ToArray();
            case "truncated":
                return HospitalBundles.Bytes(message)[..^20];
            case "no-resource":
                return "[]"u8.ToArray();
            case "unknown-element":
                patient["favouriteColour"] = "red";
                break;
            case "collection":
                message["type"] = "collection";
                break;
            case "headless":
                entries.RemoveAt(0);
                break;
            case "header-second":
                JsonNode header = entries[0]!;
                entries.RemoveAt(0);
                entries.Insert(1, header);
                break;
            case "same-full-url":
                entries[2]!["fullUrl"] = (string)entries[1]!["fullUrl"]!;
                break;
            case "unknown-event":
                HospitalBundles.Resource(message, "MessageHeader")["eventCoding"]!["code"] = "H99";
                break;
            case "second-patient":
                entries.Add((JsonNode)HospitalBundles.Entry(HospitalBundles.Url("p2"), HospitalBundles.Parse("""{"resourceType":"Patient","active":true}""")));
                break;
            case "recipient":
                HospitalBundles.Resource(message, "ServiceRequest")["note"] = new JsonArray(new JsonObject { ["text"] = "受者在三楼" });
                break;
            case "photo":
                patient["photo"] = new JsonArray(new JsonObject { ["contentType"] = "image/png", ["url"] = "urn:x" });
                break;
            case "tissue-typing":
                HospitalBundles.Resource(message, "ServiceRequest")["note"] = new JsonArray(new JsonObject { ["text"] = "HLA-A2" });
                break;
            case "long-text":
                HospitalBundles.Resource(message, "ServiceRequest")["note"] = new JsonArray(new JsonObject { ["text"] = new string('长', 501) });
                break;
            case "decider-who-is-none":
                HospitalBundles.Resource(message, "RelatedPerson")["relationship"]![0]!["coding"]![0]!["code"] = "FRND";
                break;
            case "signed-at-no-time":
                HospitalBundles.Resource(message, "RelatedPerson")["extension"]!.AsArray().RemoveAt(2);
                break;
            case "living-donor":
                patient["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:cqrc:ext:living", ["valueBoolean"] = true });
                break;
            case "no-pseudonym":
                patient.Remove("identifier");
                break;
        }

        return HospitalBundles.Bytes(message);
    }

    /// <summary>A donor case at its gates: noticed, the second coordinator is there, the first is on the way.</summary>
    public sealed class AtTheGates : IAsyncLifetime
    {
        internal BranchApp App { get; private set; } = null!;

        internal DonorJourney Donor { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await BranchApp.StartAsync();
            Donor = await DonorJourney.Report(App);
            await Donor.ToNotice();
            await Donor.Both("answerOffer", new { accepts = true });
            await Donor.CheckIn(DonorJourney.Second);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
