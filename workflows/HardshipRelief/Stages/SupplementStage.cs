using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>State 3S 补正: a complete list, once; the intake's clock stands; then 视为撤回 (handbook §2.9, model CQ-DIBAO 17).</summary>
internal static class SupplementStage
{
    public static CaseProblem? Request(Ledger ledger, ReliefCommand.RequestSupplement it)
    {
        if (ledger.Facts.Supplement is not null)
        {
            return CaseProblem.Of(CaseProblems.SupplementOnce);
        }

        int right = it.Items.TakeWhile(CanBeAskedFor).Count();
        if (it.Items is [] || right < it.Items.Count)
        {
            return CaseProblem.On(it.Items is [] ? "items" : $"items[{right}]", CaseProblems.SupplementNothing);
        }

        string[] leftOut = [.. ReliefDocuments.Missing(ledger.Facts.Application!, ledger.Head).Except(it.Items, StringComparer.Ordinal)];
        if (leftOut is not [])
        {
            return CaseProblem.On("items", CaseProblems.SupplementIncompleteList, ("items", string.Join(' ', leftOut)));
        }

        string[] items = [.. it.Items.Distinct(StringComparer.Ordinal)];
        StateClock intake = ledger.Head.Clock!.StopAt(ledger.Deciding.At);
        ledger.Record(
            new SupplementRequested(new Supplement(items, ledger.Deciding.At, intake)), ledger.Entering(ReliefState.SupplementAwaited));
        return null;
    }

    public static CaseProblem? Extend(Ledger ledger)
    {
        if (ledger.Facts.Supplement!.Extended)
        {
            return CaseProblem.Of(CaseProblems.SupplementExtendedAlready);
        }

        // Counted from the first last day: who asks early loses nothing.
        Deadline first = ledger.Head.Clock!.Deadline;
        Period more = ledger.Deciding.Policy.For(PolicyKeys.CaseSupplementExtensionDays).Period();
        Deadline longer = first with { DueAt = Deadline.Start(more, ChinaCalendar.StartOf(first.LastDay), ledger.Deciding.Calendar).DueAt };
        ledger.Record(new SupplementExtended(), new HeadChange.ClockSet(new StateClock(longer)));
        return null;
    }

    /// <summary>When the notice before the lapse is due.</summary>
    public static DateTimeOffset NoticeAt(CaseHead head, CasePolicy policy)
        => head.Clock!.DueAt.AddDays(-policy.For(PolicyKeys.CaseSupplementNoticeDaysBefore).Days());

    public static CaseProblem? SendNotice(Ledger ledger)
    {
        if (ledger.Facts.Supplement!.NoticeSent || ledger.Deciding.At < NoticeAt(ledger.Head, ledger.Deciding.Policy))
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new SupplementNoticeSent());
        return null;
    }

    public static CaseProblem? Supply(Ledger ledger, ReliefCommand.Supply it)
    {
        Supplement asked = ledger.Facts.Supplement!;
        string[] outstanding = [.. asked.Items.Where(item => !IsSupplied(ledger, asked, it, item))];
        if (outstanding is not [])
        {
            return CaseProblem.Of(CaseProblems.SupplementOutstanding, ("items", string.Join(' ', outstanding)));
        }

        StateClock clock = asked.IntakeClock.ResumeAt(ledger.Deciding.At, ledger.Deciding.Calendar);
        HeadChange.Entered entered = ledger.Entering(ReliefState.Intake);
        ledger.Record(new Supplemented([.. it.Consents.Intersect(ReliefConsents.All, StringComparer.Ordinal)]), entered with
        {
            Clock = clock,
            Tasks = [.. entered.Tasks.Select(task => task.Kind == ReliefStations.IntakeTask ? task with { Clock = clock } : task)],
        });
        return null;
    }

    /// <summary>视为撤回. Where urgent aid has gone out there is nothing to withdraw from: it is investigated instead.</summary>
    public static CaseProblem? Lapse(Ledger ledger)
    {
        if (!ledger.IsDue())
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        if (PaymentStages.MoneyIsOutOrOnItsWay(ledger.Facts))
        {
            InvestigationStage.Record(ledger, InvestigationStage.UrgentIncomplete, BackToIntake(ledger));
            return null;
        }

        ledger.Record(new DeemedWithdrawn(), ledger.Entering(ReliefState.Withdrawn));
        return null;
    }

    /// <summary>The time to supplement is over: a cleared suspicion leads back to the intake, which decides on what is there.</summary>
    private static FrozenState BackToIntake(Ledger ledger)
    {
        StateClock clock = ledger.Facts.Supplement!.IntakeClock;
        return new FrozenState(ReliefState.Intake, clock, [ReliefStations.IntakeTaskOf(ledger.Head.Owner, ledger.NextSeq, clock)]);
    }

    private static bool CanBeAskedFor(string item)
        => ReliefDocuments.OfApplicants.Contains(item, StringComparer.Ordinal)
            || ReliefConsents.All.Any(code => item == ReliefDocuments.ConsentPrefix + code);

    // A document counts when it came after the list: the one that was there before was not good enough.
    private static bool IsSupplied(Ledger ledger, Supplement asked, ReliefCommand.Supply it, string item)
        => item.StartsWith(ReliefDocuments.ConsentPrefix, StringComparison.Ordinal)
            ? it.Consents.Contains(item[ReliefDocuments.ConsentPrefix.Length..], StringComparer.Ordinal)
            : ledger.Head.Documents.Any(document => document.Kind == item && document.AttachedAt >= asked.RequestedAt);
}
