using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What the stages ask of a ledger again and again.</summary>
internal static class ReliefLedgers
{
    /// <summary>The change that enters a state. The facts are those before the event that carries it.</summary>
    public static HeadChange.Entered Entering(this Ledger ledger, ReliefState state)
        => ReliefStations.Enter(state, ledger.File, ledger.NextSeq, ledger.Deciding);

    /// <summary>The change that enters a state whose clock or tasks depend on facts that the same event brings.</summary>
    public static HeadChange.Entered Entering(this Ledger ledger, ReliefState state, Func<ReliefFacts, ReliefFacts> with)
        => ReliefStations.Enter(state, ledger.File with { Facts = with(ledger.Facts) }, ledger.NextSeq, ledger.Deciding);

    /// <summary>Whether the state's time is over.</summary>
    public static bool IsDue(this Ledger ledger) => ledger.Head.Clock?.IsOverAt(ledger.Deciding.At) == true;

    public static StateClock ClockOf(this Ledger ledger, string policyKey)
        => new(Deadline.Start(ledger.Deciding.Policy.For(policyKey).Period(), ledger.Deciding.At, ledger.Deciding.Calendar));

    /// <summary>The open tasks of a kind, to be closed.</summary>
    public static IEnumerable<HeadChange> Closing(this Ledger ledger, string kind)
        => ledger.Head.Tasks.Where(task => task.Kind == kind).Select(task => new HeadChange.TaskClosed(task.Id));
}
