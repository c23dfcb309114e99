using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.DonationIntent;
using Boai.Tests.Support;
using Boai.Workflows.DonationIntent;

namespace Boai.Tests.EndToEnd;

/// <summary>A person and the register of intents, over HTTP.</summary>
internal sealed class IntentJourney(BranchApp app, string number, IntentRegistrationForm form)
{
    public const string Officer = "yz-officer-1";
    public const string City = "city-officer-1";

    public string Number => number;

    public IntentRegistrationForm Form => form;

    /// <summary>A valid form by network: all organs and corneas, no executor yet.</summary>
    public static IntentRegistrationForm Valid(int person = 4_321) => new(
        IntentRegistrationForm.CurrentVersion,
        new HolderPart("鹪鹩明", "RIC", SyntheticPeople.ResidentId(person), SyntheticPeople.Mobile(60_000 + person)),
        new ResidencePart("500103", "解放碑某路某号"),
        new ScopesPart(AllOrgans: true, Cornea: true),
        CivilCapacity.Full,
        [new IntentConsentPart(IntentGroup.Organs, IntentRegistrationForm.CurrentVersion), new IntentConsentPart(IntentGroup.Cornea, IntentRegistrationForm.CurrentVersion)],
        NoExecutorYet: true, RelativesInformed: true);

    public static async Task<IntentJourney> Register(BranchApp app, IntentRegistrationForm? form = null)
    {
        IntentRegistrationForm sent = form ?? Valid();
        Reply received = (await app.Post(null, "public/donation-intents", sent)).Expect(201);
        return new IntentJourney(app, received.Text("receipt"), sent);
    }

    public static async Task<IntentJourney> Effective(BranchApp app, IntentRegistrationForm? form = null)
    {
        IntentJourney entry = await Register(app, form);
        await entry.Do(Officer, "check", new { identity = "realNameCheck" });
        Assert.Equal("effective", await entry.State());
        return entry;
    }

    /// <summary>The holder signs in with a code to the phone.</summary>
    public async Task<string> Holder()
    {
        await app.Pass(TimeSpan.FromMinutes(2)); // the next code
        (await app.Post(null, "public/phone-codes", new { caseNumber = number, phone = form.Holder.Phone })).Expect(202);
        string text = (await Messages("phone-code"))[0];
        string code = new([.. text.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)]);
        return (await app.Post(null, "public/sessions", new { caseNumber = number, phone = form.Holder.Phone, code })).Expect(200).Text("token");
    }

    public Task<Reply> Act(string who, string act, object body) => app.Post(who, $"donation-intents/{number}/{act}", body);

    public async Task Do(string who, string act, object body) => (await Act(who, act, body)).Expect(200);

    public async Task<string> State() => (await app.Get(City, $"cases/{number}")).Expect(200).Json.GetProperty("head").GetProperty("state").GetString() is { } state
        ? char.ToLowerInvariant(state[0]) + state[1..]
        : "";

    /// <summary>Texts that went to the holder's phone, the newest first.</summary>
    public async Task<string[]> Messages(string kind) =>
    [
        .. (await app.Get(null, $"dev/outbox?case={number}")).Expect(200).Json.EnumerateArray()
            .Where(message => message.GetProperty("kind").GetString() == kind).Select(message => message.GetProperty("text").GetString()!),
    ];

    public Task NationalReceipt(string nationalNumber = "N-1") => Do(City, "national-receipt", new { nationalNumber });

    public static object Query(IntentRegistrationForm form) => new { idType = form.Holder.IdType, idNumber = form.Holder.IdNumber };

    public async Task<JsonElement> Standing() =>
        (await app.Post("city-duty", "donation-intents/standing", Query(form), purpose: "verification")).Expect(200).Json;
}
