using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Functions.Policy;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.BodyDonation;

/// <summary>Tells staff and units: numbers and words, never who anybody is. Families are turned to by people.</summary>
internal sealed class BodyNotices(IMessages messages, PolicyBook policies)
{
    public async Task Entered(StoredCase<BodyFacts> stored, BodyState state, int stateVersion, CancellationToken cancellation)
    {
        string[] roles = state switch
        {
            BodyState.Notified => [Roles.DutyDesk],
            BodyState.Dispatched => [Roles.ReceivingUnit],
            BodyState.Accepted or BodyState.NotAccepted or BodyState.Withdrawn or BodyState.Returned => [Roles.CityOfficer],
            _ => [],
        };
        foreach (string role in roles)
        {
            await Write(stored, role, state.ToString(), $"{state}|{stateVersion}", cancellation);
        }
    }

    public async Task Stepped(StoredCase<BodyFacts> stored, ClockworkStep step, CancellationToken cancellation)
    {
        string[] roles = step.Step switch
        {
            BodySteps.Remind => [Roles.ReceivingUnit, Roles.DutyDesk],
            BodySteps.Escalate => [Roles.ReceivingUnit, Roles.DutyLead, Roles.CityHead],
            BodySteps.Breach => [Roles.DutyDesk, Roles.DutyLead, Roles.CityHead],
            _ => [],
        };
        foreach (string role in roles)
        {
            await Write(stored, role, step.Step, $"{step.Step}|{step.Seq}", cancellation);
        }
    }

    public async Task Call(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        string text = BodyWords.Text(
            call.Rung > 0 ? "call.escalated" : "call.reminded", ("case", number.Value), ("task", BodyWords.OfTask(task.Kind)), ("due", Text(task.DueAt)));
        foreach (string role in call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles)
        {
            string to = $"role:{role}@{UnitCode.City.Value}";
            await messages.Send(
                new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, call.Rung > 0 ? "body.Escalation" : "body.Reminder", to, text), cancellation);
        }
    }

    private Task Write(StoredCase<BodyFacts> stored, string role, string kind, string id, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        DateTimeOffset due = stored.Facts.Current is { } sent ? BodySteps.BreachOf(sent, policies.For(stored.Head), WorkCalendar.China) : stored.Facts.NoticedAt;
        string to = $"role:{role}@{UnitCode.City.Value}";
        string text = BodyWords.Text($"notice.{kind}", ("case", number.Value), ("due", Text(due)));
        return messages.Send(new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, "body." + kind, to, text), cancellation);
    }

    private static string Text(DateTimeOffset due) => ChinaCalendar.InBeijing(due).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);
}
