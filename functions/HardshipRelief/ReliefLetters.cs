using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Printing;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Writes the documents. A document exists once the case has what it says; before that asking for it is an error with its own code.</summary>
internal sealed class ReliefLetters(CaseStore cases, PersonVault vault, TimeProvider time)
{
    /// <exception cref="ProblemException">The case has not come to this document.</exception>
    public async Task<string> Write(ReliefLetter letter, StoredHead head, AccessPurpose purpose, CancellationToken cancellation)
    {
        StoredCase<ReliefFacts> stored = head.As<ReliefFacts>();
        IReadOnlyList<CaseEvent> events = await cases.Events(head.Head.Number, cancellation);
        string name = (await vault.Read(head.Applicant, head.Head.Number, [VaultField.Name], purpose, cancellation)).GetValueOrDefault(VaultField.Name, "");
        A4Page page = letter switch
        {
            ReliefLetter.Acceptance when stored.Facts.Accepted => Acceptance(stored, name),
            ReliefLetter.Supplement when stored.Facts.Supplement is { } supplement => Supplement(stored, name, supplement),
            ReliefLetter.Refusal when stored.Facts.Refusal is { } refusal => await Refusal(stored, name, refusal, events, purpose, cancellation),
            ReliefLetter.Grant when stored.Facts.Granted is { } granted => Grant(stored, name, granted),
            ReliefLetter.PublicNotice when stored.Facts.LastRun is { ListedOn: not null } run => PublicNotice(stored, name, run),
            ReliefLetter.ApprovalForm when stored.Facts.Application is not null => ApprovalForm(stored, name),
            _ => throw new ProblemException(ReliefErrors.LetterNotYet),
        };
        return page.Close(Issuer(stored.Head.Owner), DayOf(letter, events)).ToHtml();
    }

    /// <summary>A letter bears the day on which what it says was decided, however often it is printed; the form bears the day it is printed on.</summary>
    private DateOnly DayOf(ReliefLetter letter, IReadOnlyList<CaseEvent> events)
    {
        string? decided = letter switch
        {
            ReliefLetter.Acceptance => nameof(ReliefFact.ApplicationAccepted),
            ReliefLetter.Supplement => nameof(ReliefFact.SupplementRequested),
            ReliefLetter.Refusal => nameof(ReliefFact.AidRefused),
            ReliefLetter.Grant => nameof(ReliefFact.AidGranted),
            ReliefLetter.PublicNotice => nameof(ReliefFact.PublicityListed),
            _ => null,
        };
        return ChinaCalendar.DateOf(events.LastOrDefault(entry => entry.Kind == decided)?.At ?? time.GetUtcNow());
    }

    private static A4Page Acceptance(StoredCase<ReliefFacts> stored, string name) =>
        Page("acceptance", stored).To(name).Paragraph(Text("acceptance.text", stored)).Paragraph(ReliefWords.Text("letter.duties"));

    private static A4Page Supplement(StoredCase<ReliefFacts> stored, string name, Supplement supplement) =>
        Page("supplement", stored).To(name).Paragraph(Text("supplement.text", stored))
            .Table(
                [ReliefWords.Text("letter.number"), ReliefWords.Text("letter.item")],
                supplement.Items.Select((item, place) => (IReadOnlyList<string>)[(place + 1).ToString(CultureInfo.InvariantCulture), ReliefWords.OfItem(item)]))
            .Paragraph(ReliefWords.Text("letter.supplement.end"));

    private async Task<A4Page> Refusal(
        StoredCase<ReliefFacts> stored, string name, Refusal refusal, IReadOnlyList<CaseEvent> events, AccessPurpose purpose, CancellationToken cancellation)
    {
        A4Page page = Page("refusal", stored).To(name).Paragraph(Text("refusal.text", stored))
            .Table(
                [ReliefWords.Text("letter.number"), ReliefWords.Text("letter.ground")],
                refusal.Grounds.Select((ground, place) => (IReadOnlyList<string>)[(place + 1).ToString(CultureInfo.InvariantCulture), ReliefWords.Of(ground)]));
        CaseEvent? decided = events.LastOrDefault(entry => entry.Kind == nameof(ReliefFact.AidRefused));
        if (decided?.SealedNote is { } note)
        {
            page.Paragraph(await vault.Unseal(stored.Applicant, note, CaseDecisions.NoteContext(stored.Head.Number), purpose, cancellation));
        }

        return page.Paragraph(ReliefWords.Text(refusal.IsFinal ? "letter.refusal.final" : "letter.refusal.review"));
    }

    private static A4Page Grant(StoredCase<ReliefFacts> stored, string name, Money granted) =>
        Page("grant", stored).To(name).Paragraph(ReliefWords.Text(
            "letter.grant.text", ("case", stored.Head.Number.Value), ("amount", granted.ToString()), ("capitals", RmbCapitals.Format(granted))));

    private static A4Page PublicNotice(StoredCase<ReliefFacts> stored, string name, PublicityRun run) =>
        Page("public-notice", stored).Table(
            [ReliefWords.Text("letter.name"), ReliefWords.Text("letter.cause"), ReliefWords.Text("letter.amount"), ReliefWords.Text("letter.listed-on")],
            [
                [
                    Masking.Name(name),
                    stored.Facts.Application!.ConcernsMinor ? ReliefWords.Text("letter.minor") : ReliefWords.Of(stored.Facts.Application.Cause),
                    (stored.Facts.OnTheTable ?? Money.Zero).ToString(),
                    Day(run.ListedOn!.Value),
                ],
            ]).Paragraph(ReliefWords.Text("letter.public-notice.text"));

    private static A4Page ApprovalForm(StoredCase<ReliefFacts> stored, string name)
    {
        ReliefFacts facts = stored.Facts;
        A4Page page = Page("approval-form", stored).Facts(
            (ReliefWords.Text("letter.name"), name),
            (ReliefWords.Text("letter.cause"), ReliefWords.Of(facts.Application!.Cause)),
            (ReliefWords.Text("letter.asked"), facts.Application.Asked?.ToString() ?? ReliefWords.Text("letter.asked-none")),
            (ReliefWords.Text("letter.proposed"), facts.Opinion?.Proposed.ToString() ?? ""),
            (ReliefWords.Text("letter.granted"), facts.Granted is { } granted ? $"{granted}（{RmbCapitals.Format(granted)}）" : ""),
            (ReliefWords.Text("letter.state"), ReliefWords.Of(stored.Head.StateOf())));
        return page.Table(
            [ReliefWords.Text("letter.level"), ReliefWords.Text("letter.by"), ReliefWords.Text("letter.amount"), ReliefWords.Text("letter.minutes"), ReliefWords.Text("letter.on")],
            facts.Approvals.Select(level => (IReadOnlyList<string>)
                [CaseProblemTexts.WordOfRole(level.Role), level.By, level.Amount.ToString(), level.MinutesId ?? "", Day(ChinaCalendar.DateOf(level.At))]));
    }

    private static A4Page Page(string letter, StoredCase<ReliefFacts> stored) => new(ReliefWords.Text($"letter.{letter}.title"), stored.Head.Number.Value);

    private static string Text(string name, StoredCase<ReliefFacts> stored) => ReliefWords.Text(
        "letter." + name, ("case", stored.Head.Number.Value), ("on", Day(ChinaCalendar.DateOf(stored.Head.OpenedAt))));

    private static string Issuer(UnitCode owner) =>
        (Divisions.Chongqing.History(owner) is [.., { } division] ? division.Name : ReliefWords.Text("letter.city")) + ReliefWords.Text("letter.red-cross");

    private static string Day(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
}
