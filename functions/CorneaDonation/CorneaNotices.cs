using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Messages;
using Boai.Functions.Policy;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.CorneaDonation;

/// <summary>Tells staff and eye banks: numbers and words, never who anybody is. Families are turned to by people.</summary>
internal sealed class CorneaNotices(IMessages messages, PolicyBook policies)
{
    public async Task Entered(StoredCase<CorneaFacts> stored, CorneaState state, int stateVersion, CancellationToken cancellation)
    {
        string[] roles = state switch
        {
            CorneaState.Notified => [Roles.DutyDesk],
            CorneaState.Dispatched => [Roles.ReceivingUnit],
            CorneaState.Settled or CorneaState.NotAccepted or CorneaState.Withdrawn => [Roles.CityOfficer],
            _ => [],
        };
        foreach (string role in roles)
        {
            await Write(stored, role, state.ToString(), $"{state}|{stateVersion}", cancellation);
        }
    }

    public async Task Stepped(StoredCase<CorneaFacts> stored, ClockworkStep step, CancellationToken cancellation)
    {
        string[] roles = step.Step switch
        {
            CorneaSteps.PassBest => [Roles.DutyDesk, Roles.ReceivingUnit],
            CorneaSteps.PassWindow => [Roles.DutyDesk, Roles.DutyLead, Roles.ReceivingUnit],
            _ => [],
        };
        foreach (string role in roles)
        {
            await Write(stored, role, step.Step, $"{step.Step}|{step.Seq}", cancellation);
        }
    }

    public async Task Call(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        string text = CorneaWords.Text(
            call.Rung > 0 ? "call.escalated" : "call.reminded", ("case", number.Value), ("task", CorneaWords.OfTask(task.Kind)), ("due", Text(task.DueAt)));
        foreach (string role in call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles)
        {
            string to = $"role:{role}@{UnitCode.City.Value}";
            await messages.Send(
                new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, call.Rung > 0 ? "cornea.Escalation" : "cornea.Reminder", to, text), cancellation);
        }
    }

    private Task Write(StoredCase<CorneaFacts> stored, string role, string kind, string id, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        DateTimeOffset due = CorneaWindow.Of(stored.Facts.DiedAt, policies.For(stored.Head)).Ends;
        string to = $"role:{role}@{UnitCode.City.Value}";
        string text = CorneaWords.Text($"notice.{kind}", ("case", number.Value), ("due", Text(due)));
        return messages.Send(new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, "cornea." + kind, to, text), cancellation);
    }

    private static string Text(DateTimeOffset due) => ChinaCalendar.InBeijing(due).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);
}
