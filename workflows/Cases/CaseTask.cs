using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>Something that somebody must do by some time.</summary>
/// <param name="Id">Unique within the case: kind and the version that opened it.</param>
/// <param name="Kind">What is to be done, for example <c>intake</c>.</param>
/// <param name="Roles">Any of these may do it.</param>
/// <param name="Unit">Of which unit.</param>
/// <param name="AssignedTo">Staff id, when one person is named.</param>
/// <param name="Clock">Stopped while the case rests.</param>
/// <param name="Reminders">How many reminders the owner has had.</param>
/// <param name="Rung">Rungs of the escalation ladder climbed: 0 none, 1 owner told that time is over … 4 supervisory list.</param>
public sealed record CaseTask(
    string Id, string Kind, IReadOnlyList<string> Roles, UnitCode Unit, string? AssignedTo, StateClock Clock, int Reminders = 0, int Rung = 0)
{
    [JsonIgnore]
    public DateTimeOffset OpenedAt => Clock.StartedAt;

    /// <summary>The first instant that is too late.</summary>
    [JsonIgnore]
    public DateTimeOffset DueAt => Clock.DueAt;
}
