using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.MemorialCare.CareFacts, Boai.Workflows.MemorialCare.CareFact>;

namespace Boai.Workflows.MemorialCare;

/// <summary>Occasions of care, and their end for good.</summary>
internal static class CareStage
{
    public static CaseProblem? OpenDue(Ledger ledger)
    {
        Deciding deciding = ledger.Deciding;
        CareOccasion[] due = [.. CareOccasions.Ahead(ledger.Facts, deciding.Policy, deciding.Today).Where(occasion => occasion.OpensOn <= deciding.Today)];
        if (due is [])
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        foreach (CareOccasion occasion in due)
        {
            ledger.Record(new CareFact.CareDue(occasion.Kind, occasion.Year), new HeadChange.TaskOpened(Task(
                $"{occasion.Kind}-{occasion.Year}", occasion.Kind.ToString(), deciding, occasion.DueOn)));
        }

        return null;
    }

    /// <summary>The oldest open task of the occasion is done with; an invitation of a former year that nobody sent does not stand in the way of this year's.</summary>
    public static CaseProblem? Complete(Ledger ledger, CareCommand.CompleteCare it)
    {
        CaseTask[] open = [.. ledger.Head.Tasks.Where(task => task.Kind == it.Care.ToString()).OrderBy(task => task.DueAt)];
        if (open is [])
        {
            return CaseProblem.On("care", CareProblems.NotOpen);
        }

        ledger.Record(new CareFact.CareCompleted(it.Care), new HeadChange.TaskClosed(open[0].Id));
        return null;
    }

    /// <summary>All tasks go at once; the state has no act that makes one.</summary>
    public static CaseProblem? EndContact(Ledger ledger)
    {
        DateOnly keepUntil = ledger.Deciding.Today.AddYears(ledger.Deciding.Policy.For(PolicyKeys.RetentionDonorFileYears).Years());
        ledger.Record(new CareFact.ContactEnded(), new HeadChange.Entered(nameof(CareState.NoContact), Clock: null, Tasks: [], IsOver: true, keepUntil));
        return null;
    }

    /// <summary>A task of the city that ends with a day; one that begins late still has that whole day.</summary>
    public static CaseTask Task(string id, string kind, Deciding deciding, DateOnly dueOn)
    {
        int days = Math.Max(0, dueOn.DayNumber - deciding.Today.DayNumber);
        return new CaseTask(
            id, kind, [Roles.CityOfficer], UnitCode.City, AssignedTo: null, new StateClock(Deadline.Start(Period.OfExactDays(days), deciding.At, deciding.Calendar)));
    }
}
