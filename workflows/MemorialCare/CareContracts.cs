using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.MemorialCare;

/// <summary>Names of the activities; each may run more than once and then changes nothing more.</summary>
public static class CareActivities
{
    /// <summary><see cref="CareCatchUp"/> → <see cref="CareStanding"/>: reads the case and brings its read models up to date.</summary>
    public const string CatchUp = "CareCatchUp";

    /// <summary><see cref="CareStep"/> → bool: makes the tasks that are due, if the case still asks for them.</summary>
    public const string OpenDue = "CareOpenDue";

    /// <summary><see cref="CareCall"/> → bool: reminds the owner of a task, or escalates it.</summary>
    public const string Call = "CareCall";
}

public sealed record CareCatchUp(CaseNumber Number);

/// <param name="Version">With the number the key of the step.</param>
public sealed record CareStep(CaseNumber Number, int Version);

public sealed record CareCall(CaseNumber Number, TaskCall Call);

/// <summary>How a case stands, as far as its orchestration needs to know. No personal data: it is kept in the history.</summary>
/// <param name="OpensAt">When the next task is to be made; null once nobody is to be contacted.</param>
/// <param name="Calls">The next call about each open task.</param>
public sealed record CareStanding(CareState State, int Version, bool IsOver, DateTimeOffset? OpensAt, IReadOnlyList<TaskCall> Calls)
{
    public static CareStanding Of(CaseFile<CareFacts> file, CasePolicy policy, DateTimeOffset at)
    {
        (CaseHead head, CareFacts facts) = file;
        return head.IsOver
            ? new CareStanding(head.StateOf(), head.Version, IsOver: true, OpensAt: null, [])
            : new CareStanding(
                head.StateOf(), head.Version, IsOver: false,
                ChinaCalendar.StartOf(CareOccasions.Ahead(facts, policy, ChinaCalendar.DateOf(at)).Min(occasion => occasion.OpensOn)),
                [.. head.Tasks.Select(task => Escalation.Next(task, policy)).OfType<TaskCall>()]);
    }
}

/// <summary>How a case ended.</summary>
public sealed record EndedCare(CaseNumber Number, CareState State, int Version);
