using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Workflows.Shared;

namespace Boai.Tests.Support;

/// <summary>FHIR messages of hospitals as JSON, one valid example of each event, to change before sending.</summary>
internal sealed class HospitalBundles(string sender, string pseudonym = "CQ-D-2026-0007")
{
    /// <summary>Never a person: found in no store in the clear.</summary>
    public const string DonorName = "欧阳金丝雀";

    /// <summary>A well-formed code of no real organisation.</summary>
    public static string Code(int number)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"12500000DEM{number:D6}");
        return body + OrganisationCode.CheckCharacterFor(body);
    }

    public string Pseudonym => pseudonym;

    /// <summary>A message about the donor.</summary>
    /// <param name="resources">After header, organisation and patient, each with the name of its full URL.</param>
    public JsonObject Message(string code, DateTimeOffset at, params (string Url, JsonObject Resource)[] resources)
    {
        string id = Guid.NewGuid().ToString("D");
        JsonObject header = Parse($$$"""
            {"resourceType":"MessageHeader","id":"{{{id}}}","eventCoding":{"system":"urn:cqrc:hospital-event","code":"{{{code}}}"},
             "destination":[{"endpoint":"urn:cqrc:endpoint:branch"}],"sender":{"reference":"{{{Url("org")}}}"},
             "source":{"name":"OPO","endpoint":"urn:cqrc:endpoint:{{{sender}}}"}}
            """);
        JsonObject organisation = Parse($$$"""{"resourceType":"Organization","identifier":[{"system":"urn:cqrc:sid:uscc","value":"{{{sender}}}"}]}""");
        JsonObject patient = Parse($$$"""{"resourceType":"Patient","identifier":[{"system":"urn:cqrc:sid:donor","value":"{{{pseudonym}}}"}],"name":[{"text":"{{{DonorName}}}"}]}""");
        JsonArray entries = [Entry(Url("header"), header), Entry(Url("org"), organisation), Entry(Url("patient"), patient)];
        foreach ((string url, JsonObject resource) in resources)
        {
            entries.Add((JsonNode)Entry(Url(url), resource));
        }

        return new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "message",
            ["identifier"] = new JsonObject { ["system"] = "urn:cqrc:msg", ["value"] = id },
            ["timestamp"] = Time(at),
            ["entry"] = entries,
        };
    }

    /// <summary>The hospital's answer to a message of the branch.</summary>
    public JsonObject Answering(string code, string to, DateTimeOffset at, bool ok = true)
    {
        JsonObject message = Message(code, at);
        message["entry"]!.AsArray().RemoveAt(2); // an answer is about no patient
        JsonObject header = Resource(message, "MessageHeader");
        header["eventCoding"]!["system"] = "urn:cqrc:reply";
        header["response"] = new JsonObject { ["identifier"] = to, ["code"] = ok ? "ok" : "fatal-error" };
        return message;
    }

    /// <param name="district">Where the bed lies; null when the hospital does not say.</param>
    public JsonObject H01(DateTimeOffset at, string? district = "500103") => Message("H01", at,
        ("encounter", Parse($$$"""
            {"resourceType":"Encounter","status":"in-progress","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"{{{Url("patient")}}}"}
             {{{(district is null ? "" : $$""","extension":[{"url":"urn:cqrc:ext:bed-district","valueCode":"{{district}}"}]""")}}} }
            """)),
        ("service", Parse($$$"""
            {"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"coding":[{"system":"urn:cqrc:service","code":"donation-coordination"}]},"subject":{"reference":"{{{Url("patient")}}}"}}
            """)));

    /// <summary>The statutory notice with the statement on fitness.</summary>
    public JsonObject H05(DateTimeOffset at, DateTimeOffset plannedStart, string place = "theatre-3") => Message("H05", at,
        ("service", Parse($$$"""
            {"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"stat","code":{"coding":[{"system":"urn:cqrc:service","code":"witness-request"}]},
             "subject":{"reference":"{{{Url("patient")}}}"},"occurrencePeriod":{"start":"{{{Time(plannedStart)}}}"},"locationReference":[{"reference":"{{{Url("place")}}}"}]}
            """)),
        ("place", Parse($$$"""{"resourceType":"Location","identifier":[{"system":"urn:cqrc:place","value":"{{{place}}}"}]}""")),
        ("fit", Parse($$$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:cqrc:service","code":"medical-fitness"}]},"subject":{"reference":"{{{Url("patient")}}}"},"valueBoolean":true}
            """)));

    /// <summary>Wife and mother have signed; the father is dead, and there are no children.</summary>
    public JsonObject H02(DateTimeOffset at, params string[] items) => Message("H02", at,
        ("consent", Parse($$$"""
            {"resourceType":"Consent","status":"active","scope":{"text":"donation"},"category":[{"text":"donation"}],"policyRule":{"text":"ODR 9"},"patient":{"reference":"{{{Url("patient")}}}"},
             "provision":{"code":[{{{string.Join(',', items.Select(item => $$"""{"coding":[{"system":"urn:cqrc:item","code":"{{item}}"}]}"""))}}}]}}
            """)),
        ("document", Document("decision")),
        ("wife", Relative("SPS", "signed", "wife", at)), ("mother", Relative("MTH", "signed", "mother", at)), ("father", Relative("FTH", "deceased", "father", null)), ("child", Relative("CHILD", "none", "child", null)));

    /// <summary>The same, with one relative standing otherwise.</summary>
    /// <param name="relation">SPS, MTH, FTH or CHILD.</param>
    public JsonObject H02But(DateTimeOffset at, string relation, string status, params string[] items)
    {
        JsonObject bundle = H02(at, items);
        JsonObject relative = bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject())
            .Single(resource => (string?)resource["relationship"]?[0]!["coding"]![0]!["code"] == relation);
        relative["extension"]![0]!["valueCode"] = status;
        return bundle;
    }

    /// <summary>It does not take place.</summary>
    public JsonObject H08(DateTimeOffset at, string reason) => Message("H08", at, ("service", Parse($$$"""
        {"resourceType":"ServiceRequest","status":"revoked","intent":"order","code":{{{Coded("donation-coordination")}}},"subject":{"reference":"{{{Url("patient")}}}"},
         "extension":[{"url":"urn:cqrc:ext:stop-reason","valueCode":"{{{reason}}}"}]}
        """)));

    public JsonObject H03(DateTimeOffset at, DateTimeOffset diedAt)
    {
        JsonObject bundle = Message("H03", at, ("document", Document("death")), ("first", Physician("P-1")), ("second", Physician("P-2")));
        Resource(bundle, "Patient")["deceasedDateTime"] = Time(diedAt);
        return bundle;
    }

    public JsonObject H04(DateTimeOffset at, int members = 9, int experts = 2, int agree = 7) => Message("H04", at,
        ("document", Document("ethics")),
        ("opinion", Parse($$$"""
            {"resourceType":"Observation","status":"final","code":{{{Coded("ethics-opinion")}}},"effectiveDateTime":"{{{Time(at)}}}","component":[
             {"code":{{{Coded("members")}}},"valueInteger":{{{members}}} },{"code":{{{Coded("transplant-experts")}}},"valueInteger":{{{experts}}} },
             {"code":{{{Coded("agree")}}},"valueInteger":{{{agree}}} }]}
            """)));

    public JsonObject H06(DateTimeOffset at, DateTimeOffset startedAt) => Message("H06", at, ("procedure", Procedure("in-progress", "start", startedAt)));

    public JsonObject H07(DateTimeOffset at, DateTimeOffset endedAt, params string[] items) => Message("H07", at,
    [
        ("procedure", Procedure("completed", "end", endedAt)),
        .. items.Select(item => (item, Parse($$$"""
            {"resourceType":"BiologicallyDerivedProduct","productCategory":"organ","productCode":{"coding":[{"system":"urn:cqrc:item","code":"{{{item}}}"}]}}
            """))),
    ]);

    /// <summary>An eye bank has retrieved.</summary>
    public JsonObject H11(DateTimeOffset at, DateTimeOffset endedAt, params string[] items) => Message("H11", at,
    [
        ("procedure", Procedure("completed", "end", endedAt)),
        .. items.Select(item => (item, Parse($$$"""
            {"resourceType":"BiologicallyDerivedProduct","productCategory":"tissue","productCode":{"coding":[{"system":"urn:cqrc:item","code":"{{{item}}}"}]}}
            """))),
    ]);

    /// <summary>A receiving unit has received.</summary>
    public JsonObject H12(DateTimeOffset at, DateTimeOffset receivedAt) => Message("H12", at,
        ("document", Document("body-certificate")),
        ("said", Parse($$$"""{"resourceType":"Communication","status":"completed","sent":"{{{Time(receivedAt)}}}"}""")));

    /// <param name="takenBy">funeral-home, family or receiving-unit.</param>
    public JsonObject H09(DateTimeOffset at, DateTimeOffset restoredAt, string takenBy = "funeral-home") => Message("H09", at,
        ("procedure", Procedure("completed", "end", restoredAt)),
        ("said", Parse($$$"""
            {"resourceType":"Communication","status":"completed","sent":"{{{Time(at)}}}","category":[{"coding":[{"system":"urn:cqrc:taken-by","code":"{{{takenBy}}}"}]}]}
            """)));

    public JsonObject H10(DateTimeOffset at, int transplanted = 3, int persons = 3, int discarded = 0) => Message("H10", at,
        ("transplanted", Counted("transplanted", transplanted)), ("persons", Counted("recipients", persons)), ("discarded", Counted("discarded", discarded)));

    private static JsonObject Counted(string code, int count) => Parse($$$"""
        {"resourceType":"Observation","status":"final","code":{{{Coded(code)}}},"valueInteger":{{{count}}} }
        """);

    private static JsonObject Document(string name) => Parse($$$"""
        {"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"application/pdf","hash":"{{{Convert.ToBase64String(Hash(name))}}}"}}]}
        """);

    /// <summary>SHA-256 of a document, as the case knows it.</summary>
    public static string Digest(string name) => Convert.ToHexStringLower(Hash(name));

    private static byte[] Hash(string name) => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private static JsonObject Physician(string licence) => Parse($$$"""
        {"resourceType":"PractitionerRole","practitioner":{"identifier":{"system":"urn:cqrc:sid:physician","value":"{{{licence}}}"} } }
        """);

    private static string Coded(string code) => $$$"""{"coding":[{"system":"urn:cqrc:service","code":"{{{code}}}"}]}""";

    private static JsonObject Procedure(string status, string end, DateTimeOffset at) => Parse($$$"""
        {"resourceType":"Procedure","status":"{{{status}}}","subject":{"reference":"{{{Url("patient")}}}"},"performedPeriod":{"{{{end}}}":"{{{Time(at)}}}"}}
        """);

    private static JsonObject Relative(string relation, string status, string id, DateTimeOffset? signedAt)
    {
        JsonObject relative = Parse($$$"""
            {"resourceType":"RelatedPerson","identifier":[{"system":"urn:cqrc:sid:relative","value":"{{{id}}}"}],"patient":{"reference":"{{{Url("patient")}}}"},
             "relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"{{{relation}}}"}]}],
             "extension":[{"url":"urn:cqrc:ext:decider-status","valueCode":"{{{status}}}"},{"url":"urn:cqrc:ext:proof","valueString":"proof-{{{id}}}"}]}
            """);
        if (signedAt is { } at)
        {
            relative["extension"]!.AsArray().Add((JsonNode)Parse($$$"""{"url":"urn:cqrc:ext:signed-at","valueDateTime":"{{{Time(at)}}}"}"""));
        }

        return relative;
    }

    public static byte[] Bytes(JsonObject bundle) => Encoding.UTF8.GetBytes(bundle.ToJsonString());

    public static string IdOf(JsonObject bundle) => bundle["identifier"]!["value"]!.GetValue<string>();

    public static JsonObject Resource(JsonObject bundle, string type) =>
        bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject()).First(resource => resource["resourceType"]!.GetValue<string>() == type);

    public static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>The full URL under a name; the same name gives the same URL in every message.</summary>
    public static string Url(string name) =>
        "urn:uuid:" + new Guid(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString("D");

    public static JsonObject Entry(string url, JsonObject resource) => new() { ["fullUrl"] = url, ["resource"] = resource };

    /// <summary>Codes and places of the issues of an answer.</summary>
    public static (string Response, (string Code, string? Path)[] Issues) Answer(byte[] body)
    {
        JsonElement bundle = JsonDocument.Parse(body).RootElement;
        JsonElement[] resources = [.. bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))];
        JsonElement header = resources.First(resource => resource.GetProperty("resourceType").GetString() == "MessageHeader");
        JsonElement outcome = resources.First(resource => resource.GetProperty("resourceType").GetString() == "OperationOutcome");
        return (
            header.GetProperty("response").GetProperty("code").GetString()!,
            [
                .. outcome.GetProperty("issue").EnumerateArray().Select(issue => (
                    issue.GetProperty("details").GetProperty("coding")[0].GetProperty("code").GetString()!,
                    issue.TryGetProperty("expression", out JsonElement path) ? path[0].GetString() : null)),
            ]);
    }
}
