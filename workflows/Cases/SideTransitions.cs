using System.Diagnostics;

namespace Boai.Workflows.Cases;

/// <summary>The side transitions of handbook §2.9 that are the same in every programme.</summary>
public static class SideTransitions
{
    /// <summary>Does one of them.</summary>
    /// <param name="ledger">The act's ledger; the programme has let the act pass its own rules.</param>
    /// <param name="command">Any but those whose effect is the programme's own: withdrawal, correction, reopening.</param>
    public static CaseProblem? Act<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand command)
        where TFact : class
        => command switch
        {
            CaseCommand.AttachDocument it => Attach(ledger, it),
            CaseCommand.SightDocument it => Sight(ledger, it),
            CaseCommand.Suspend it => Suspend(ledger, it),
            CaseCommand.Resume => Resume(ledger),
            CaseCommand.PlaceLegalHold it => Hold(ledger, it.CauseCode, held: true),
            CaseCommand.LiftLegalHold it => Hold(ledger, it.CauseCode, held: false),
            CaseCommand.Recuse it => Recuse(ledger, it),
            CaseCommand.Remind it => Remind(ledger, it),
            CaseCommand.Escalate it => Escalate(ledger, it),
            _ => throw new UnreachableException($"{command.GetType().Name} is the programme's own."),
        };

    private static CaseProblem? Attach<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.AttachDocument it)
        where TFact : class
    {
        if (ledger.Head.Documents.Any(document => document.Id == it.DocumentId && document.Kind == it.Kind))
        {
            return CaseProblem.On("documentId", CaseProblems.DocumentKnown);
        }

        ledger.Record("DocumentAttached", null, new HeadChange.DocumentAttached(it.DocumentId, it.Kind));
        return null;
    }

    private static CaseProblem? Sight<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.SightDocument it)
        where TFact : class
    {
        if (ledger.Head.Documents.All(document => document.Id != it.DocumentId))
        {
            return CaseProblem.On("documentId", CaseProblems.DocumentUnknown);
        }

        ledger.Record("DocumentSighted", null, new HeadChange.DocumentSighted(it.DocumentId));
        return null;
    }

    private static CaseProblem? Suspend<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.Suspend it)
        where TFact : class
    {
        CaseHead head = ledger.Head;
        Deciding deciding = ledger.Deciding;
        CaseProblem? problem = string.IsNullOrEmpty(it.CauseCode) ? CaseProblem.On("causeCode", CaseProblems.ReasonRequired)
            : it.ResumeOn <= deciding.Today ? CaseProblem.On("resumeOn", CaseProblems.ResumeDate)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        ledger.Record(
            "CaseSuspended",
            it.CauseCode,
            new HeadChange.SuspensionSet(new Suspension(it.CauseCode, deciding.Actor.StaffId, it.ResumeOn)),
            new HeadChange.ClockSet(head.Clock?.StopAt(deciding.At)),
            new HeadChange.TaskClocksSet([.. head.Tasks.Select(task => new HeadChange.TaskClock(task.Id, task.Clock.StopAt(deciding.At)))]));
        return null;
    }

    /// <summary>A person may take the case up at any time, the system on its day.</summary>
    private static CaseProblem? Resume<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger)
        where TFact : class
    {
        CaseHead head = ledger.Head;
        Deciding deciding = ledger.Deciding;
        if (head.Suspension is not { } suspension)
        {
            return CaseProblem.Of(CaseProblems.NotSuspended);
        }

        if (deciding.Actor.IsSystem && deciding.Today < suspension.ResumeOn)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(
            "CaseResumed",
            null,
            new HeadChange.SuspensionSet(null),
            new HeadChange.ClockSet(head.Clock?.ResumeAt(deciding.At, deciding.Calendar)),
            new HeadChange.TaskClocksSet(
                [.. head.Tasks.Select(task => new HeadChange.TaskClock(task.Id, task.Clock.ResumeAt(deciding.At, deciding.Calendar)))]));
        return null;
    }

    private static CaseProblem? Hold<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, string causeCode, bool held)
        where TFact : class
    {
        if (string.IsNullOrEmpty(causeCode))
        {
            return CaseProblem.On("causeCode", CaseProblems.ReasonRequired);
        }

        if (ledger.Head.LegalHold == held)
        {
            return CaseProblem.Of(CaseProblems.LegalHold);
        }

        ledger.Record(held ? "LegalHoldPlaced" : "LegalHoldLifted", causeCode, new HeadChange.LegalHoldSet(held));
        return null;
    }

    private static CaseProblem? Recuse<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.Recuse it)
        where TFact : class
    {
        if (it.StaffIds is [])
        {
            return CaseProblem.On("staffIds", CaseProblems.ReasonRequired);
        }

        ledger.Record("RecusalNoted", null, new HeadChange.RecusalNoted(it.StaffIds));
        return null;
    }

    private static CaseProblem? Remind<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.Remind it)
        where TFact : class
        => Call(ledger, it.TaskId, call => call.Reminder == it.Reminder && it.Reminder > 0, "TaskReminded",
            new HeadChange.TaskReminded(it.TaskId, it.Reminder));

    private static CaseProblem? Escalate<TFacts, TFact>(CaseLedger<TFacts, TFact> ledger, CaseCommand.Escalate it)
        where TFact : class
        => Call(ledger, it.TaskId, call => call.Rung == it.Rung && it.Rung > 0, "TaskEscalated",
            new HeadChange.TaskEscalated(it.TaskId, it.Rung));

    // The next call of the ladder and no other: an early, late or doubled timer finds nothing to do.
    private static CaseProblem? Call<TFacts, TFact>(
        CaseLedger<TFacts, TFact> ledger, string taskId, Func<TaskCall, bool> isMeant, string kind, HeadChange change)
        where TFact : class
    {
        if (ledger.Head.Tasks.FirstOrDefault(open => open.Id == taskId) is not { } task)
        {
            return CaseProblem.On("taskId", CaseProblems.TaskUnknown);
        }

        if (Escalation.Next(task, ledger.Deciding.Policy) is not { } next || !isMeant(next) || ledger.Deciding.At < next.At)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(kind, null, change);
        return null;
    }
}
