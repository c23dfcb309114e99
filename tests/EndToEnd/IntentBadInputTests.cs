using System.Text.Json.Nodes;
using Boai.Functions.DonationIntent;
using Boai.Functions.Forms;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>What is wrong with F-01 is told with its field and code; nothing is stored.</summary>
public sealed class IntentBadInputTests(IntentBadInputTests.Running running) : IClassFixture<IntentBadInputTests.Running>
{
    public static TheoryData<string, string, string, string> Cases() => new()
    {
        { "formVersion", "\"F-01/2019-1\"", "formVersion", "intent.form-version" },
        { "holder.name", "\"张3\"", "holder.name", "input.personNameDigit" },
        { "holder.idNumber", "\"500103195001010001\"", "holder.idNumber", "input.residentIdCheckCharacter" },
        { "holder.idType", "\"XX\"", "holder.idType", "input.personIdKindUnknown" },
        { "holder.phone", "\"12\"", "holder.phone", "input.phoneForm" },
        { "holder.bornOn", "\"1999-01-01\"", "holder.bornOn", "intent.born-on" },
        { "residence.division", "\"110101\"", "residence.division", "intent.out-of-region" },
        { "residence.address", "\"\"", "residence.address", "text.required" },
        { "scopes", "{}", "scopes", "intent.scopes" },
        { "scopes.organs", "[\"liver\"]", "scopes", "intent.scopes" },
        { "capacity", "\"none\"", "capacity", "intent.no-capacity" },
        { "consents", "[]", "consents", "intent.consents" },
        { "consents[1].textVersion", "\"old\"", "consents[1].textVersion", "intent.form-version" },
        { "noExecutorYet", "false", "executor", "intent.executor" },
        { "executor", """{"kind":"naturalPerson","name":"某","phone":"13800000001","consentDigest":"xyz"}""", "executor.consentDigest", "intent.digest" },
        { "channel", "\"office\"", "channel", "intent.channel" },
        { "guardianConsentDigest", "\"ABC\"", "guardianConsentDigest", "intent.digest" },
        { "scopes.body", "true", "consents", "intent.consents" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_form_is_refused_at_its_field_and_leaves_nothing(string path, string value, string field, string code)
    {
        BranchApp app = running.App;
        JsonObject form = System.Text.Json.JsonSerializer.SerializeToNode(IntentJourney.Valid(8_800 + Math.Abs(path.GetHashCode(StringComparison.Ordinal) % 500)), StrictJson.Options)!.AsObject();
        Set(form, path, JsonNode.Parse(value));

        Reply reply = await app.PostRaw(null, "public/donation-intents", System.Text.Encoding.UTF8.GetBytes(form.ToJsonString()), "application/json");

        Assert.Equal(422, reply.Status);
        reply.RefusedAt(field, code);
        Assert.Empty((await app.Get("city-officer-1", "worklist")).Expect(200).Json.EnumerateArray());
    }

    /// <summary>One app for all: what is refused changes nothing, as each of them checks.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal BranchApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await BranchApp.StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    private static void Set(JsonObject form, string path, JsonNode? value)
    {
        JsonNode at = form;
        string[] steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
        {
            at = int.TryParse(step, out int place) ? at[place]! : at[step]!;
        }

        if (at is JsonArray list)
        {
            list[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            at[steps[^1]] = value;
        }
    }
}
