namespace Boai.Workflows.Cases;

/// <summary>Why a command was refused.</summary>
/// <param name="Code">Stable, for example <c>case.stale</c>; the catalogue has a text for each.</param>
/// <param name="Field">The member of the command that is at fault; null when none is.</param>
/// <param name="Arguments">For the text: codes, amounts and dates, never personal data.</param>
public sealed record CaseProblem(string Code, string? Field, IReadOnlyDictionary<string, string> Arguments)
{
    public static CaseProblem Of(string code, params ReadOnlySpan<(string Name, string Value)> arguments)
        => On(null, code, arguments);

    public static CaseProblem On(string? field, string code, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach ((string name, string value) in arguments)
        {
            named[name] = value;
        }

        return new CaseProblem(code, field, named);
    }
}

/// <summary>Codes of problems that every programme shares.</summary>
public static class CaseProblems
{
    /// <summary>The case is in a state in which this cannot be done. Arguments: <c>state</c>, <c>command</c>.</summary>
    public const string State = "case.state";

    /// <summary>The person saw another version than the present one. Arguments: <c>version</c>.</summary>
    public const string Stale = "case.stale";

    /// <summary>The role may not do this. Arguments: <c>roles</c>.</summary>
    public const string Role = "case.role";

    /// <summary>Only while the case is not suspended.</summary>
    public const string Suspended = "case.suspended";

    public const string NotSuspended = "case.not-suspended";

    /// <summary>The resume date must be in the future. Field <c>resumeOn</c>.</summary>
    public const string ResumeDate = "case.resume-date";

    /// <summary>A cause, reason or note is required and missing.</summary>
    public const string ReasonRequired = "case.reason-required";

    /// <summary>A list of missing items was sent already: 一次性告知 means once.</summary>
    public const string SupplementOnce = "case.supplement-once";

    /// <summary>The list to be sent leaves out something that is missing. Arguments: <c>items</c>.</summary>
    public const string SupplementIncompleteList = "case.supplement-list-incomplete";

    /// <summary>Nothing is missing, or an item is not one that can be asked for. Arguments: <c>items</c>.</summary>
    public const string SupplementNothing = "case.supplement-nothing";

    /// <summary>What was asked for is not all there. Arguments: <c>items</c>.</summary>
    public const string SupplementOutstanding = "case.supplement-outstanding";

    public const string SupplementExtendedAlready = "case.supplement-extended";

    /// <summary>A timer fired before its time; the system steps alone can see it.</summary>
    public const string NotDue = "case.not-due";

    /// <summary>The legal hold is as asked already.</summary>
    public const string LegalHold = "case.legal-hold";

    public const string DocumentUnknown = "case.document-unknown";

    public const string DocumentKnown = "case.document-known";

    public const string TaskUnknown = "case.task-unknown";

    /// <summary>An event number to correct that the case does not have. Field <c>of</c>.</summary>
    public const string EventUnknown = "case.event-unknown";

    /// <summary>The same person has done an incompatible duty in this case. Arguments: <c>earlierDuty</c>, <c>duty</c>.</summary>
    public const string Separation = "duty.separation";

    /// <summary>The person is related to the applicant.</summary>
    public const string Recusal = "duty.recusal";
}
