using System.Text.Json.Serialization;

namespace Boai.Workflows.Cases;

/// <summary>What an event changed in the head, whatever the programme.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Entered), "entered")]
[JsonDerivedType(typeof(DutyDone), "dutyDone")]
[JsonDerivedType(typeof(ClockSet), "clockSet")]
[JsonDerivedType(typeof(SuspensionSet), "suspensionSet")]
[JsonDerivedType(typeof(LegalHoldSet), "legalHoldSet")]
[JsonDerivedType(typeof(RecusalNoted), "recusalNoted")]
[JsonDerivedType(typeof(DocumentAttached), "documentAttached")]
[JsonDerivedType(typeof(DocumentSighted), "documentSighted")]
[JsonDerivedType(typeof(TaskOpened), "taskOpened")]
[JsonDerivedType(typeof(TaskClosed), "taskClosed")]
[JsonDerivedType(typeof(TaskReminded), "taskReminded")]
[JsonDerivedType(typeof(TaskEscalated), "taskEscalated")]
[JsonDerivedType(typeof(TaskClocksSet), "taskClocksSet")]
public abstract record HeadChange
{
    private HeadChange() { }

    /// <summary>The case went into a state; its old tasks are done with, these are open.</summary>
    public sealed record Entered(
        string State, StateClock? Clock, IReadOnlyList<CaseTask> Tasks, bool IsOver = false, DateOnly? KeepUntil = null) : HeadChange;

    /// <summary>The event's actor took on a duty.</summary>
    public sealed record DutyDone(Duty Duty) : HeadChange;

    public sealed record ClockSet(StateClock? Clock) : HeadChange;

    /// <param name="Suspension">Null when the case goes on.</param>
    public sealed record SuspensionSet(Suspension? Suspension) : HeadChange;

    public sealed record LegalHoldSet(bool Held) : HeadChange;

    public sealed record RecusalNoted(IReadOnlyList<string> StaffIds) : HeadChange;

    public sealed record DocumentAttached(string Id, string DocumentKind) : HeadChange;

    public sealed record DocumentSighted(string Id) : HeadChange;

    public sealed record TaskOpened(CaseTask Task) : HeadChange;

    public sealed record TaskClosed(string TaskId) : HeadChange;

    public sealed record TaskReminded(string TaskId, int Reminders) : HeadChange;

    public sealed record TaskEscalated(string TaskId, int Rung) : HeadChange;

    /// <summary>Clocks of open tasks were stopped or go on.</summary>
    public sealed record TaskClocksSet(IReadOnlyList<TaskClock> Clocks) : HeadChange;

    public sealed record TaskClock(string TaskId, StateClock Clock);
}
