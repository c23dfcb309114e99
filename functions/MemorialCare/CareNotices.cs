using System.Globalization;
using Boai.Functions.Messages;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;

namespace Boai.Functions.MemorialCare;

/// <summary>Reminds staff: numbers and words, never who anybody is. Families are turned to by people.</summary>
internal sealed class CareNotices(IMessages messages)
{
    public async Task Call(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        string due = ChinaCalendar.InBeijing(task.DueAt.AddTicks(-1)).ToString("M月d日", CultureInfo.InvariantCulture);
        string text = CareWords.Text(call.Rung > 0 ? "call.escalated" : "call.reminded", ("case", number.Value), ("task", CareWords.OfTask(task.Kind)), ("due", due));
        foreach (string role in call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles)
        {
            string to = $"role:{role}@{UnitCode.City.Value}";
            await messages.Send(
                new OutgoingMessage($"{number.Value}|{id}|{to}", null, number.Value, call.Rung > 0 ? "care.Escalation" : "care.Reminder", to, text), cancellation);
        }
    }
}
