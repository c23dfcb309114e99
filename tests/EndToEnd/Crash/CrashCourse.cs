using System.Globalization;
using System.Text;
using System.Text.Json;
using Boai.Functions.Errors;
using Boai.Functions.HardshipRelief.Application;
using Boai.Tests.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>One person's application on its whole course, as the branch's people take it on while their host keeps dying.</summary>
internal sealed class CrashCourse(PatientClient branch, int person)
{
    // Handbook §22: how long a code is good for.
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    private readonly ApplicationForm _form = ReliefForms.Valid(person);
    private int _documents;

    /// <summary>Another amount for each, so that sums tell who is missing.</summary>
    public long AmountFen => 200_000 + (person * 101);

    public string Number { get; private set; } = "";

    public string Payment => Number + "-P1";

    private string Route => $"hardship-relief/cases/{Number}/";

    public async Task Apply() => Number = (await branch.Post(null, "public/hardship-relief/applications", _form)).Expect(201).Text("caseNumber");

    /// <summary>The applicant files documents, officer and town accept, visit and propose; the list goes up and is photographed.</summary>
    public async Task ToPublicity()
    {
        await FileDocuments();
        await Act("yz-officer-1", "acceptance", version => new { version });
        await Upload("yz-officer-1", "visit-form");
        await Act("yz-officer-2", "verification", version => new
        {
            version, visit = "home", finding = "confirmed", civilAffairs = "withinStandard", payeeVerified = true,
        });
        await Act("yz-town-2", "verification-confirmation", version => new { version });
        await Act("yz-town-1", "opinion", version => new { version, proposedFen = AmountFen });
        await Act("yz-officer-2", "opinion-confirmation", version => new { version });
        await Until("Publicity", isListed: true);
        await Photograph(lastDay: false);
    }

    public async Task Photograph(bool lastDay)
    {
        string documentId = await Upload("yz-village", "board-photo");
        DateOnly takenOn = ChinaDay(await branch.Now());
        await Act("yz-village", "publicity-evidence", version => new { version, documentId, lastDay, takenOn });
    }

    /// <summary>The leader approves, and the order for the money is there.</summary>
    public async Task Approve(string fund)
    {
        await Until("Approval");
        await Act("yz-lead-1", "approval", version => new { version, amountFen = AmountFen, fundId = fund });
        await Until("Payment");
        await PatientClient.Until(
            async () => (await branch.Get("yz-accountant-1", $"payments/orders/{Payment}")).Status == 200, () => $"the order for {Payment}");
    }

    /// <summary>The applicant says that the money has come.</summary>
    public async Task ConfirmReceipt()
    {
        await Until("Aided");
        Reply confirmed;
        do
        {
            confirmed = await branch.Post(await Session(), Route + "receipt", new { });
        }
        while (confirmed.Status == 401 && confirmed.Code == PlatformErrors.AuthExpired);
        confirmed.Expect(200);
    }

    public async Task<string> State() => (await Head()).GetProperty("state").GetString()!;

    public Task Until(string state, bool isListed = false)
    {
        string seen = "";
        return PatientClient.Until(
            async () =>
            {
                JsonElement read = await Read();
                seen = read.GetRawText();
                return read.GetProperty("head").GetProperty("state").GetString() == state
                    && (!isListed || read.GetProperty("facts").GetProperty("publicity")[0].TryGetProperty("listingId", out JsonElement id) && id.ValueKind == JsonValueKind.String);
            },
            () => $"{Number} in {state}; it is {seen}");
    }

    /// <summary>What was sent about the case, as kind, recipient and text.</summary>
    public async Task<IReadOnlyList<(string Kind, string To, string Text)>> Messages() =>
    [
        .. (await branch.Get(null, $"dev/outbox?case={Number}")).Expect(200).Json.EnumerateArray().Select(message => (
            message.GetProperty("kind").GetString()!, message.GetProperty("to").GetString()!, message.GetProperty("text").GetString()!)),
    ];

    // Asked for once and used once: a repeated request must lead to the code that works. Only time may spoil it, which others may have moved.
    private async Task<string> Session()
    {
        while (true)
        {
            DateTimeOffset before = await branch.Now();
            Reply asked = await branch.Post(null, "public/phone-codes", new { caseNumber = Number, phone = _form.Applicant.Phone });
            if (asked.Status == 429)
            {
                await branch.AdvanceTo(await branch.Now() + TimeSpan.FromMinutes(2));
                continue;
            }

            asked.Expect(202);
            (string _, string _, string text) = (await Messages()).First(message => message.Kind == "phone-code");
            string code = new([.. text.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)]);
            Reply opened = await branch.Post(null, "public/sessions", new { caseNumber = Number, phone = _form.Applicant.Phone, code });
            if (opened.Status == 200)
            {
                return opened.Text("token");
            }

            opened.Refused(401, PlatformErrors.PhoneCodeWrong);
            TimeSpan age = await branch.Now() - before;
            Assert.True(age >= ValidFor, $"The code of {Number} was refused at the age of {age}.");
        }
    }

    private async Task FileDocuments()
    {
        ReliefApplication application = new("", "", _form.Cause, null, 1, false, _form.ApplyingAs, null, false, new Payee("#1", _form.Bank.Payee, true), []);
        Queue<string> kinds = new(ReliefDocuments.Needed(application));
        string applicant = await Session();
        while (kinds.TryPeek(out string? kind))
        {
            Reply uploaded = await TryUpload(applicant, kind);
            if (uploaded.Status == 401 && uploaded.Code == PlatformErrors.AuthExpired)
            {
                applicant = await Session();
                continue;
            }

            uploaded.Expect(201);
            kinds.Dequeue();
        }
    }

    private async Task<string> Upload(string who, string kind) => (await TryUpload(who, kind)).Expect(201).Text("id");

    private Task<Reply> TryUpload(string who, string kind)
    {
        byte[] pdf = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"%PDF-1.7\n% {kind} {person} {_documents++}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"));
        return branch.PostRaw(who, $"cases/{Number}/documents?kind={kind}", pdf, "application/pdf");
    }

    // Decides on the version that the person sees; when the system has written meanwhile, the person looks again and decides anew.
    private async Task Act(string who, string act, Func<int, object> body)
    {
        await PatientClient.Until(
            async () =>
            {
                int version = (await Head()).GetProperty("version").GetInt32();
                Reply reply = await branch.Post(who, Route + act, body(version));
                return (reply.Status == 409 && reply.Code == CaseProblems.Stale) ? false : reply.Expect(200).Status == 200;
            },
            () => $"{act} on {Number}");
    }

    private async Task<JsonElement> Read() => (await branch.Get("yz-officer-1", $"cases/{Number}")).Expect(200).Json;

    private async Task<JsonElement> Head() => (await Read()).GetProperty("head");

    private static DateOnly ChinaDay(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime);
}
