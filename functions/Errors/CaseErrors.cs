using System.Resources;
using Boai.Workflows.Cases;

namespace Boai.Functions.Errors;

/// <summary>Codes of refusals that every programme shares.</summary>
public static class CaseErrors
{
    public static ErrorSource Source { get; } = new(
    [
        new(CaseProblems.State, 409), new(CaseProblems.Stale, 409), new(CaseProblems.Role, 403), new(CaseProblems.Suspended, 409),
        new(CaseProblems.NotSuspended, 409), new(CaseProblems.ResumeDate, 422), new(CaseProblems.ReasonRequired, 422),
        new(CaseProblems.SupplementOnce, 409), new(CaseProblems.SupplementIncompleteList, 422), new(CaseProblems.SupplementNothing, 422),
        new(CaseProblems.SupplementOutstanding, 422), new(CaseProblems.SupplementExtendedAlready, 409), new(CaseProblems.NotDue, 409),
        new(CaseProblems.LegalHold, 409), new(CaseProblems.DocumentUnknown, 404), new(CaseProblems.DocumentKnown, 409),
        new(CaseProblems.TaskUnknown, 404), new(CaseProblems.EventUnknown, 422), new(CaseProblems.Separation, 403), new(CaseProblems.Recusal, 403),
    ], new ResourceManager("Boai.Functions.Errors.CaseTexts", typeof(CaseErrors).Assembly));
}
