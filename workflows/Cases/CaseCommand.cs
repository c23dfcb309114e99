namespace Boai.Workflows.Cases;

/// <summary>Acts that every programme knows: the side transitions and the clerk's work of handbook §2.9.</summary>
/// <remarks>A programme takes them by its own <c>Apply</c>, which may refuse them by its own rules first.</remarks>
public abstract record CaseCommand
{
    private CaseCommand() { }

    /// <summary>A stored document joins the case.</summary>
    /// <param name="DocumentId">Opaque.</param>
    /// <param name="Kind">A word of the programme's list of documents.</param>
    public sealed record AttachDocument(string DocumentId, string Kind) : CaseCommand;

    /// <summary>The original was seen (原件已核).</summary>
    public sealed record SightDocument(string DocumentId) : CaseCommand;

    /// <summary>The applicant takes the application back (撤回); no reason needed.</summary>
    public sealed record Withdraw : CaseCommand;

    /// <summary>The case rests (挂起).</summary>
    /// <param name="CauseCode">Lower-case words joined by hyphens.</param>
    /// <param name="ResumeOn">A later day, on which it goes on by itself.</param>
    public sealed record Suspend(string CauseCode, DateOnly ResumeOn) : CaseCommand;

    /// <summary>The case goes on: before its day by a person, on it by the system.</summary>
    public sealed record Resume : CaseCommand;

    /// <summary>Destruction timers stop (保全).</summary>
    public sealed record PlaceLegalHold(string CauseCode) : CaseCommand;

    public sealed record LiftLegalHold(string CauseCode) : CaseCommand;

    /// <summary>An earlier entry was wrong; this compensates it, and the entry itself stays.</summary>
    /// <param name="Of">Sequence number of the event that is corrected.</param>
    /// <param name="Field">A member that the programme lets be corrected, or null when the note alone corrects.</param>
    /// <param name="Value">The right value as the programme writes it.</param>
    public sealed record Correct(int Of, string? Field, string? Value) : CaseCommand;

    /// <summary>A case that is over is taken up again (重启), by a department head and for a cause.</summary>
    public sealed record Reopen(string CauseCode) : CaseCommand;

    /// <summary>Persons related to the applicant were found, or a person declares to be one (回避).</summary>
    public sealed record Recuse(IReadOnlyList<string> StaffIds) : CaseCommand;

    /// <summary>The owner of a task was reminded for the n-th time.</summary>
    public sealed record Remind(string TaskId, int Reminder) : CaseCommand;

    /// <summary>A task climbs a rung of the escalation ladder.</summary>
    /// <param name="Rung">1 to 4.</param>
    public sealed record Escalate(string TaskId, int Rung) : CaseCommand;
}
