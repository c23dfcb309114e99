using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>A call about a task: a reminder before its time is over, or a rung of the ladder from then on.</summary>
/// <param name="TaskId">Which task.</param>
/// <param name="Reminder">1, 2 … for a reminder; 0 for a rung.</param>
/// <param name="Rung">1 to 4 for a rung; 0 for a reminder.</param>
/// <param name="At">When it falls due.</param>
public sealed record TaskCall(string TaskId, int Reminder, int Rung, DateTimeOffset At);

/// <summary>The reminders and the escalation ladder (升级) of handbook §2.9.</summary>
/// <remarks>
/// Owner at the end of the time, department head a quarter of it later, the leader in charge at half, the supervisory list at twice the
/// time; the shares are policy values. Every instant follows from the task's own clock, so it can be found again at any time.
/// </remarks>
public static class Escalation
{
    /// <summary>The next call about a task that is not yet made.</summary>
    /// <returns>Null when all are made, or while the task's clock stands.</returns>
    public static TaskCall? Next(CaseTask task, CasePolicy policy)
    {
        if (!task.Clock.IsRunning)
        {
            return null;
        }

        IReadOnlyList<DateTimeOffset> reminders = task.Clock.Deadline.Reminders(policy.For(PolicyKeys.CaseReminderPercents).Numbers());
        IReadOnlyList<DateTimeOffset> rungs = task.Clock.Deadline.Escalations(policy.For(PolicyKeys.CaseEscalationPercents).Numbers());
        return task switch
        {
            { Rung: 0 } when task.Reminders < reminders.Count
                => new TaskCall(task.Id, task.Reminders + 1, 0, reminders[task.Reminders]),
            _ when task.Rung < rungs.Count => new TaskCall(task.Id, 0, task.Rung + 1, rungs[task.Rung]),
            _ => null,
        };
    }

    /// <summary>Who is told when a task climbs a rung.</summary>
    /// <remarks>
    /// Within a district the lead stands as department head and the city's department head as leader in charge; above that the
    /// executive committee is both.
    /// </remarks>
    public static IReadOnlyList<string> Addressees(CaseTask task, int rung)
    {
        bool ofTheDistrict = task.Roles.All(role => role is Roles.Village or Roles.Town or Roles.DistrictOfficer or Roles.Accountant or Roles.Cashier);
        bool ofTheLead = task.Roles.Contains(Roles.DistrictLead);
        bool ofTheCity = task.Roles.Any(role => role is Roles.CityOfficer or Roles.Coordinator or Roles.DutyDesk or Roles.DutyLead);
        return rung switch
        {
            1 => task.Roles,
            2 => [ofTheDistrict ? Roles.DistrictLead : ofTheLead || ofTheCity ? Roles.CityHead : Roles.Executive],
            3 => [ofTheDistrict ? Roles.CityHead : Roles.Executive],
            _ => [Roles.Supervisor],
        };
    }
}
