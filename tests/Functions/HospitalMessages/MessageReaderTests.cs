using System.Text;
using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.HospitalMessages;

/// <summary>Reading FHIR messages, handbook §11.2: what is wrong is named with its FHIRPath.</summary>
public sealed class MessageReaderTests
{
    private static readonly string Opo = HospitalBundles.Code(1);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly HospitalBundles _hospital = new(Opo);

    [Fact]
    public void A_good_message_gives_its_envelope_and_the_donors_pseudonym()
    {
        JsonObject bundle = _hospital.H05(Now, Now.AddHours(4));

        HospitalMessage message = Good(bundle);

        Assert.Equal((HospitalBundles.IdOf(bundle), "H05", Opo), (message.Id, message.Envelope.EventCode, message.Envelope.Sender));
        Assert.Equal(HospitalEvent.H05, message.Event);
        Assert.Equal("CQ-D-2026-0007", message.Pseudonym);
        Assert.Equal(Now, message.Envelope.CreatedAt);
        Assert.Empty(message.Envelope.Forbidden);
        Assert.Empty(message.Envelope.BusinessTimes); // a planned start has not happened
    }

    [Theory]
    [InlineData("{\"resourceType\":", FhirProblems.Unreadable, null)]
    [InlineData("<Bundle xmlns=\"http://hl7.org/fhir\"/>", FhirProblems.Unreadable, null)]
    [InlineData("", FhirProblems.Unreadable, null)]
    [InlineData("{\"resourceType\":\"Patient\",\"active\":true}", FhirProblems.NotAMessage, null)]
    public void What_is_no_bundle_is_unreadable(string body, string code, string? path)
    {
        MessageIssue issue = Assert.Single(Bad(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((code, path), (issue.Code, issue.Path));
    }

    [Fact]
    public void Nesting_without_end_is_refused_and_does_not_end_the_process()
    {
        byte[] body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"resourceType\":\"Bundle\",\"extension\":[", 5_000)));

        Assert.Equal(FhirProblems.Unreadable, Assert.Single(Bad(body)).Code);
    }

    [Fact]
    public void Another_type_of_bundle_is_no_message() =>
        Has(bundle => bundle["type"] = "collection", FhirProblems.NotAMessage, "Bundle.type");

    [Fact]
    public void The_header_comes_first() =>
        Has(bundle => bundle["entry"]!.AsArray().RemoveAt(0), FhirProblems.HeaderFirst, "Bundle.entry[0]");

    [Fact]
    public void Full_urls_are_unique() =>
        Has(bundle => bundle["entry"]![2]!["fullUrl"] = bundle["entry"]![1]!["fullUrl"]!.GetValue<string>(), FhirProblems.FullUrl, "Bundle.entry[2].fullUrl");

    [Fact]
    public void An_entry_is_no_request() =>
        Has(
            bundle => bundle["entry"]![2]!["request"] = HospitalBundles.Parse("""{"method":"GET","url":"Patient/1"}"""),
            FhirProblems.RequestEntry, "Bundle.entry[2].request");

    [Fact]
    public void A_missing_required_element_is_named_with_its_path() =>
        Has(bundle => HospitalBundles.Resource(bundle, "ServiceRequest").Remove("intent"), FhirProblems.Element, "Bundle.entry[3].resource.intent");

    [Fact]
    public void An_unknown_element_is_named_with_its_path() =>
        Has(bundle => HospitalBundles.Resource(bundle, "Patient")["nickname"] = "x", FhirProblems.Element, "Bundle.entry[2].resource.nickname");

    [Fact]
    public void The_id_is_a_uuid_and_the_same_in_header_and_bundle()
    {
        Has(bundle => HospitalBundles.Resource(bundle, "MessageHeader")["id"] = "1", FhirProblems.MessageId, "Bundle.entry[0].resource.id");
        Has(bundle => bundle["identifier"]!["value"] = Guid.NewGuid().ToString(), FhirProblems.MessageId, "Bundle.identifier");
    }

    [Fact]
    public void The_sender_is_an_organisation_with_its_code() =>
        Has(bundle => HospitalBundles.Resource(bundle, "Organization").Remove("identifier"), FhirProblems.Sender, "Bundle.entry[0].resource.sender");

    [Fact]
    public void Times_of_what_happened_are_given_with_their_place()
    {
        JsonObject bundle = _hospital.Message("H06", Now, ("procedure", HospitalBundles.Parse($$$"""
            {"resourceType":"Procedure","status":"in-progress","subject":{"reference":"{{{HospitalBundles.Url("patient")}}}"},"performedPeriod":{"start":"2026-03-02T09:05:00+08:00"}}
            """)));

        BusinessTime time = Assert.Single(Good(bundle).Envelope.BusinessTimes);

        Assert.Equal((Now.AddMinutes(5), "Bundle.entry[3].resource.performed.start"), (time.At, time.Path));
    }

    public static TheoryData<string, ForbiddenContent> Forbidden => new()
    {
        { """{"resourceType":"Patient","identifier":[{"system":"urn:cqrc:sid:donor","value":"CQ-D-2026-0008"}]}""", ForbiddenContent.SecondPatient },
        { """{"resourceType":"Basic","code":{"text":"recipient"}}""", ForbiddenContent.OtherSide },
        { """{"resourceType":"Basic","code":{"text":"受者在三楼"}}""", ForbiddenContent.OtherSide },
        { """{"resourceType":"Basic","code":{"text":"x"},"extension":[{"url":"urn:x:recipient-bed","valueString":"12"}]}""", ForbiddenContent.OtherSide },
        { """{"resourceType":"Basic","code":{"text":"x"},"contained":[{"resourceType":"Patient","id":"p2"}]}""", ForbiddenContent.SecondPatient },
        { """{"resourceType":"Basic","code":{"text":"HLA-A*02:01"}}""", ForbiddenContent.TissueTyping },
        { """{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"image/jpeg"}}]}""", ForbiddenContent.Photo },
        { """{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"application/pdf","data":"AAAA"}}]}""", ForbiddenContent.Photo },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Forbidden_content_is_found_wherever_it_hides(string resource, ForbiddenContent what)
    {
        JsonObject bundle = _hospital.Message("H09", Now, ("further", HospitalBundles.Parse(resource)));

        IReadOnlyList<ForbiddenFinding> found = Good(bundle).Envelope.Forbidden;

        Assert.Contains(found, finding => finding.What == what && finding.Path.StartsWith("Bundle.entry[3].resource", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void Text_of_more_than_500_characters_is_too_long(int length, int findings)
    {
        JsonObject bundle = _hospital.Message(
            "H09", Now, ("further", HospitalBundles.Parse($$$"""{"resourceType":"Basic","code":{"text":"{{{new string('字', length)}}}"}}""")));

        Assert.Equal(findings, Good(bundle).Envelope.Forbidden.Count(found => found.What == ForbiddenContent.LongText));
    }

    private void Has(Action<JsonObject> spoil, string code, string path)
    {
        JsonObject bundle = _hospital.H05(Now, Now.AddHours(4));
        spoil(bundle);

        Assert.Contains(new MessageIssue(code, path), Bad(HospitalBundles.Bytes(bundle)));
    }

    private static HospitalMessage Good(JsonObject bundle)
    {
        MessageReading reading = MessageReader.Read(HospitalBundles.Bytes(bundle), Opo, Now, PolicyPack.Default);
        Assert.True(
            reading is MessageReading.Read,
            string.Join('\n', (reading as MessageReading.Unreadable)?.Issues.Select(issue => $"{issue.Code} {issue.Path}") ?? []));
        return ((MessageReading.Read)reading).Message;
    }

    private static IReadOnlyList<MessageIssue> Bad(byte[] body) =>
        Assert.IsType<MessageReading.Unreadable>(MessageReader.Read(body, Opo, Now, PolicyPack.Default)).Issues;
}
