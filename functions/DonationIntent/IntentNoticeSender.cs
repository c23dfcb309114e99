using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationIntent;

/// <summary>Tells holders what they are owed after an event (handbook §7.2a, column Notice), and staff of their tasks.</summary>
internal sealed class IntentNoticeSender(IMessages messages, PersonVault vault)
{
    /// <summary>Sends what each event calls for; each is sent once. A holder whose data is gone has had them.</summary>
    public async Task Send(StoredCase<IntentFacts> stored, IReadOnlyList<CaseEvent> events, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        (int Seq, string Text)[] owed = [.. events.Select(happened => (happened.Seq, Text: TextFor(number, happened))).Where(one => one.Text is not null)!];
        if (owed is [] || await Phone(stored, cancellation) is not { Length: > 0 } phone)
        {
            return;
        }

        foreach ((int seq, string text) in owed)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{number.Value}|notice|{seq}");
            await messages.Send(new OutgoingMessage(id, stored.Applicant, number.Value, "intent.Notice", phone, text), cancellation);
        }
    }

    /// <summary>Reminds the owner of a task, or escalates it.</summary>
    public async Task Call(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        string due = ChinaCalendar.InBeijing(task.DueAt.AddTicks(-1)).ToString("M月d日HH:mm", CultureInfo.InvariantCulture);
        string text = IntentWords.Text(call.Rung > 0 ? "call.escalated" : "call.reminded", ("case", number.Value), ("task", IntentWords.OfTask(task.Kind)), ("due", due));
        foreach (string role in (call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles).Where(role => role != Roles.System))
        {
            string to = $"role:{role}@{(role is Roles.CityOfficer or Roles.CityHead or Roles.Executive or Roles.Supervisor ? UnitCode.City.Value : task.Unit.Value)}";
            await messages.Send(
                new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, call.Rung > 0 ? "intent.Escalation" : "intent.Reminder", to, text), cancellation);
        }
    }

    private static string? TextFor(CaseNumber number, CaseEvent happened)
    {
        if (happened.Kind == CaseFold.Opened)
        {
            return happened.Data is { } opening && CaseJson.Read<CaseOpening<IntentFacts>>(opening).Head.StateOf() == IntentState.Refused
                ? IntentWords.Text("notice.DonationRefused", ("case", number.Value))
                : null; // the receipt is the answer to the form
        }

        return happened.Data is { } data && CaseJson.Read<CaseEntry<IntentFact>>(data).Fact is { } fact && IntentNotices.For(fact) != IntentNotice.None
            ? IntentWords.Text($"notice.{fact.GetType().Name}", ("case", number.Value))
            : null;
    }

    private async Task<string?> Phone(StoredCase<IntentFacts> stored, CancellationToken cancellation) =>
        (await vault.Read(
            stored.Applicant, stored.Head.Number, [VaultField.Phone], AccessPurpose.System(PurposeCodes.Notice, stored.Head.Number.Value), cancellation))
        .GetValueOrDefault(VaultField.Phone);
}
