using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Workflows.BodyDonation;

/// <summary>Names of the activities; see <see cref="ClockworkNames"/>.</summary>
public static class BodyActivities
{
    public const string CatchUp = "BodyCatchUp";
    public const string Enter = "BodyEnter";
    public const string Step = "BodyStep";
    public const string Call = "BodyCall";
}

/// <summary>Steps that the system takes by the clock.</summary>
public static class BodySteps
{
    public const string Remind = "remind";
    public const string Escalate = "escalate";
    public const string Breach = "breach";

    /// <summary>Its sequence number is the year.</summary>
    public const string AskSummary = "ask-summary";

    /// <summary>The command of a step.</summary>
    public static BodyCommand CommandOf(ClockworkStep step) => step.Step switch
    {
        Remind => new BodyCommand.RemindUnit(step.Seq),
        Escalate => new BodyCommand.EscalateArrival(step.Seq),
        Breach => new BodyCommand.DeclareBreach(step.Seq),
        AskSummary => new BodyCommand.AskSummary(step.Seq),
        _ => throw new System.Diagnostics.UnreachableException($"No such step: {step.Step}"),
    };

    /// <summary>The standing of a case, for its orchestration.</summary>
    public static ClockworkStanding StandingOf(CaseFile<BodyFacts> file, CasePolicy policy, WorkCalendar calendar)
    {
        ClockworkStanding standing = ClockworkStanding.Of(file.Head, policy, Ahead(file, new BodyClocks(policy, calendar)));

        // The twelve hours have reminders of their own.
        string[] own = [.. file.Head.Tasks.Where(task => task.Kind == BodyTasks.Await).Select(task => task.Id)];
        return standing with { Calls = [.. standing.Calls.Where(call => !own.Contains(call.TaskId, StringComparer.Ordinal))] };
    }

    /// <summary>The first instant at which a unit that was sent is late.</summary>
    public static DateTimeOffset BreachOf(Dispatch sent, CasePolicy policy, WorkCalendar calendar) => new BodyClocks(policy, calendar).BreachAt(sent);

    private static IEnumerable<ClockworkDue> Ahead(CaseFile<BodyFacts> file, BodyClocks clocks)
    {
        BodyState state = file.Head.StateOf();
        int seq = file.Facts.Dispatches.Count;
        if (state == BodyState.Dispatched && file.Facts.Current is { BreachedAt: null } sent)
        {
            if (!sent.Reminded)
            {
                yield return new ClockworkDue(Remind, seq, clocks.RemindAt(sent));
            }

            if (!sent.Escalated)
            {
                yield return new ClockworkDue(Escalate, seq, clocks.EscalateAt(sent));
            }

            yield return new ClockworkDue(Breach, seq, clocks.BreachAt(sent));
        }

        if (state is BodyState.Accepted or BodyState.InUse)
        {
            (int year, DateTimeOffset at) = BodyClocks.NextSummary(file.Facts);
            yield return new ClockworkDue(AskSummary, year, at);
        }
    }
}

/// <summary>What a body donation adds to the figures (handbook §13.4).</summary>
public static class BodyContributions
{
    /// <summary>遗体捐献, 例.</summary>
    public const string Cases = "LIFE.BODY";

    /// <summary>One case, on the Beijing day of the handover; taken back on the day on which a body was given back.</summary>
    public static IReadOnlyList<KpiContribution> Of(CaseFile<BodyFacts> file)
    {
        if (file.Facts.HandedOverAt is not { } at)
        {
            return [];
        }

        KpiContribution counted = new($"{file.Head.Number}|{Cases}", Cases, file.Head.Owner, ChinaCalendar.DateOf(at), 1, file.Head.Number, "handover");
        return file.Head.StateOf() == BodyState.Returned
            ? [counted, new($"{file.Head.Number}|{Cases}|returned", Cases, file.Head.Owner, ChinaCalendar.DateOf(file.Head.StateSince), -1, file.Head.Number, "return", counted.Id)]
            : [counted];
    }
}
