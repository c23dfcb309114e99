using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>Tells staff what a donor case needs or has become: numbers and words, never who anybody is.</summary>
internal sealed class OrganNotices(IMessages messages)
{
    public async Task Send(OrganNotice notice, CancellationToken cancellation)
    {
        string[] roles = notice.Kind == OrganNoticeKind.Misdirected ? [Roles.DataProtection, Roles.DutyDesk] : [Roles.DutyDesk, Roles.Coordinator];
        foreach (string role in roles)
        {
            await ToRole(notice.Number, role, notice.Kind.ToString(), notice.StateVersion, cancellation);
        }
    }

    public Task ToRole(CaseNumber number, string role, string kind, int stateVersion, CancellationToken cancellation) =>
        Write(number, $"role:{role}@{UnitCode.City.Value}", kind, $"{kind}|{stateVersion}", OrganWords.Text($"notice.{kind}", ("case", number.Value)), cancellation);

    public async Task Violation(OrganViolationNotice violation, CancellationToken cancellation)
    {
        string text = OrganWords.Text("notice.Violation", ("case", violation.Number.Value), ("violation", OrganWords.Of(violation.Kind)));
        foreach (string role in new[] { Roles.DutyDesk, Roles.CityHead })
        {
            await Write(violation.Number, $"role:{role}@{UnitCode.City.Value}", "Violation", $"violation|{violation.Kind}|{violation.Key}", text, cancellation);
        }
    }

    /// <summary>To each coordinator who is asked; one who was asked before is not told again.</summary>
    public async Task Offered(StoredCase<OrganFacts> stored, CancellationToken cancellation)
    {
        foreach (Witness witness in stored.Facts.Witnesses.Where(witness => witness.Stage == WitnessStage.Offered))
        {
            string text = OrganWords.Text("notice.Offered", ("case", stored.Head.Number.Value), ("due", Text(witness.AnswerBy)));
            await Write(stored.Head.Number, "staff:" + witness.StaffId, "Offered", $"offer|{witness.AskedAt:O}", text, cancellation);
        }
    }

    public async Task Call(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        IReadOnlyList<string> roles = call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles;
        string text = OrganWords.Text(
            call.Rung > 0 ? "call.escalated" : "call.reminded", ("case", number.Value), ("task", OrganWords.OfTask(task.Kind)), ("due", Text(task.DueAt)));
        foreach (string role in roles)
        {
            string to = task.AssignedTo is { } person && call.Rung <= 1 ? "staff:" + person : $"role:{role}@{UnitCode.City.Value}";
            await Write(number, to, call.Rung > 0 ? "Escalation" : "Reminder", id, text, cancellation);
        }
    }

    private Task Write(CaseNumber number, string to, string kind, string id, string text, CancellationToken cancellation) =>
        messages.Send(new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, "organ." + kind, to, text), cancellation);

    private static string Text(DateTimeOffset due) => ChinaCalendar.InBeijing(due).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);
}
