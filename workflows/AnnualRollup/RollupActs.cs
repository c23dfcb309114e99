using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>Codes of refusals.</summary>
public static class RollupProblems
{
    /// <summary>There is no rollup of this period, version or unit.</summary>
    public const string Unknown = "rollup.unknown";

    /// <summary>The period is not over, or recording for it has not ended. Arguments: <c>from</c>.</summary>
    public const string TooEarly = "rollup.too-early";

    /// <summary>A run is under way.</summary>
    public const string Computing = "rollup.computing";

    /// <summary>The figures are frozen. Arguments: <c>version</c>.</summary>
    public const string Frozen = "rollup.frozen";

    /// <summary>The figures are not frozen yet.</summary>
    public const string NotFrozen = "rollup.not-frozen";

    /// <summary>The person saw other figures than those that stand now.</summary>
    public const string Stale = "rollup.stale";

    /// <summary>The unit was not counted, so there is nothing to confirm. Arguments: <c>unit</c>.</summary>
    public const string NotCounted = "rollup.not-counted";

    /// <summary>The figures of another unit.</summary>
    public const string OtherUnit = "rollup.other-unit";

    /// <summary>The unit is not one that confirms, or not one that can be counted anew.</summary>
    public const string Unit = "rollup.unit";

    /// <summary>Figures far from the year before need a reason each. Arguments: <c>metrics</c>.</summary>
    public const string NoteMissing = "rollup.note-missing";

    /// <summary>Not a figure of this unit.</summary>
    public const string Metric = "rollup.metric";

    /// <summary>Evidence is missing: case numbers.</summary>
    public const string Evidence = "rollup.evidence";

    /// <summary>The sample of cases was not reviewed.</summary>
    public const string Sample = "rollup.sample";

    /// <summary>Districts may still confirm. Arguments: <c>until</c>.</summary>
    public const string StillOpen = "rollup.still-open";

    /// <summary>A correction is under way already.</summary>
    public const string CorrectionOpen = "rollup.correction-open";

    /// <summary>No correction waits for approval.</summary>
    public const string CorrectionNone = "rollup.correction-none";

    /// <summary>The cause does not fit the units: they were counted, or were not.</summary>
    public const string CorrectionCause = "rollup.correction-cause";

    /// <summary>The same person asked for the correction.</summary>
    public const string SamePerson = "rollup.same-person";

    /// <summary>A flash is not confirmed, frozen or corrected.</summary>
    public const string Flash = "rollup.flash";
}

/// <summary>What people can do about a rollup. Nobody can write a figure: there is no such command (I-42; STAT 7, 8).</summary>
public abstract record RollupCommand
{
    private RollupCommand()
    {
    }

    /// <summary>The unit that it is about; null for the whole.</summary>
    public virtual string? Subject => null;

    /// <summary>The lead of a unit confirms its figures.</summary>
    /// <param name="Hash">Of the figures that the lead saw.</param>
    public sealed record Confirm(string Unit, string Hash, IReadOnlyList<DeviationNote> Notes) : RollupCommand
    {
        public override string Subject => Unit;
    }

    /// <summary>The lead of a unit objects.</summary>
    /// <param name="Metrics">Not empty.</param>
    /// <param name="Cases">Not empty: the cases that the figures do not show as they are.</param>
    public sealed record RaiseObjection(string Unit, string Hash, ObjectionReason Reason, IReadOnlyList<string> Metrics, IReadOnlyList<CaseNumber> Cases) : RollupCommand
    {
        public override string Subject => Unit;
    }

    /// <summary>Everything is counted anew, before the freeze.</summary>
    /// <param name="Run">The run that the person saw.</param>
    public sealed record RunAgain(int Run) : RollupCommand;

    /// <summary>The city freezes: v1.</summary>
    /// <param name="Hash">Of the snapshot that the person saw.</param>
    /// <param name="SampleReviewed">The person's word that the cases of <see cref="ReviewSample"/> were reviewed.</param>
    public sealed record Freeze(string Hash, bool SampleReviewed, IReadOnlyList<DeviationNote> Notes) : RollupCommand;

    /// <summary>The city asks for some units to be counted anew after the freeze.</summary>
    /// <param name="Cases">Evidence; may be empty where a unit had not been counted at all.</param>
    public sealed record AskCorrection(string Hash, CorrectionCause Cause, IReadOnlyList<string> Units, IReadOnlyList<CaseNumber> Cases) : RollupCommand;

    /// <summary>A second person approves or refuses the correction.</summary>
    public sealed record DecideCorrection(int Number, bool Approves) : RollupCommand;
}

/// <summary>Who acts on a rollup, when, and under which days.</summary>
/// <param name="DecisionId">The same request has the same one.</param>
/// <param name="ConfirmBy">Last day for districts to confirm.</param>
public sealed record RollupActing(Actor Actor, DateTimeOffset At, string DecisionId, DateOnly ConfirmBy);

/// <summary>What became of a command.</summary>
public abstract record RollupOutcome
{
    private RollupOutcome()
    {
    }

    /// <param name="Event">Null when the same request was carried out before: nothing changes then.</param>
    public sealed record Done(RollupHead Head, RollupEvent? Event) : RollupOutcome;

    public sealed record Refused(CaseProblem Problem) : RollupOutcome;
}

/// <summary>The rules of the acts; pure.</summary>
public static class RollupActs
{
    /// <summary>Cases that an objection or a correction names at most.</summary>
    public const int MostEvidence = 50;

    public static RollupOutcome Take(RollupHead head, RollupCommand command, RollupActing by) => head.Period.IsFlash && command is not RollupCommand.RunAgain
        ? Refuse(RollupProblems.Flash)
        : command switch
        {
            RollupCommand.Confirm confirm => Say(
                head, confirm, confirm.Hash, by,
                new UnitStatement(confirm.Unit, UnitStatementKind.Confirmed, confirm.Hash, by.Actor.StaffId, by.At, confirm.Notes, Reason: null, [], [])),
            RollupCommand.RaiseObjection objection => Say(
                head, objection, objection.Hash, by,
                new UnitStatement(
                    objection.Unit, UnitStatementKind.Objected, objection.Hash, by.Actor.StaffId, by.At, [], objection.Reason, objection.Metrics, objection.Cases)),
            RollupCommand.RunAgain again => RunAgain(head, again, by),
            RollupCommand.Freeze freeze => Freeze(head, freeze, by),
            RollupCommand.AskCorrection ask => Ask(head, ask, by),
            RollupCommand.DecideCorrection decide => Decide(head, decide, by),
            _ => throw new System.Diagnostics.UnreachableException($"No such command: {command.GetType().Name}"),
        };

    /// <summary>A run is complete. What was said about figures that are still the same stays; what was said about others falls away.</summary>
    /// <returns>The head as it is when the run is not the one that was asked for last, or figures are frozen.</returns>
    public static (RollupHead Head, RollupEvent? Event) Complete(RollupHead head, CompletedRun run)
    {
        if (head.Stage == RollupStage.Frozen || run.Run != head.RunAsked || head.Latest?.Run == run.Run)
        {
            return (head, null);
        }

        RollupHead next = head with
        {
            Latest = run,
            Statements = [.. head.Statements.Where(said => run.Line(said.Unit)?.Hash == said.Hash)],
        };
        return With(next, Actor.System, run.At, "Complete", subject: null, run.Hash, reason: null);
    }

    /// <summary>An approved correction was carried out: the next version.</summary>
    /// <param name="hash">Of the new snapshot; null when a unit could not be counted again, so that there is no new version.</param>
    /// <returns>The head as it is when the correction is not the one under way.</returns>
    public static (RollupHead Head, RollupEvent? Event) Correct(RollupHead head, int number, string? hash, DateTimeOffset at)
    {
        if (head.Correction is not { ApprovedBy: { } second } correction || correction.Number != number)
        {
            return (head, null);
        }

        RollupHead done = head with { Correction = null };
        if (hash is null)
        {
            return With(done, Actor.System, at, "CorrectionFailed", subject: null, hash: null, correction.Cause.ToString());
        }

        FrozenVersion version = new(
            head.Version + 1, hash, at, correction.AskedBy, second, correction.Cause, correction.Units,
            head.Versions[^1].Unconfirmed, head.Versions[^1].Notes, correction.DecisionId ?? "", correction.Number);
        return With(done with { Versions = [.. head.Versions, version] }, Actor.System, at, "Correct", subject: null, hash, correction.Cause.ToString());
    }

    private static RollupOutcome Say(RollupHead head, RollupCommand command, string hash, RollupActing by, UnitStatement statement)
    {
        if (head.Stage == RollupStage.Frozen)
        {
            return RefuseFrozen(head);
        }

        if (head.Latest is not { } latest || head.Stage == RollupStage.Computing)
        {
            return Refuse(RollupProblems.Computing);
        }

        if (!RollupUnits.IsAsked(statement.Unit) || latest.Line(statement.Unit) is not { } line)
        {
            return Refuse(RollupProblems.Unit);
        }

        if (line.Hash is null)
        {
            return Refuse(RollupProblems.NotCounted, ("unit", statement.Unit));
        }

        if (line.Hash != hash)
        {
            return Refuse(RollupProblems.Stale);
        }

        if (statement.Kind == UnitStatementKind.Confirmed && Unexplained(line.AskedFor, statement.Notes) is { Length: > 0 } missing)
        {
            return Refuse(RollupProblems.NoteMissing, ("metrics", string.Join(' ', missing)));
        }

        if (statement.Metrics.Concat(statement.Notes.Select(note => note.Metric)).Any(metric => MetricRegister.Find(metric) is null)
            || (statement.Kind == UnitStatementKind.Objected && statement.Metrics.Count == 0))
        {
            return Refuse(RollupProblems.Metric);
        }

        if (statement.Kind == UnitStatementKind.Objected && statement.Cases.Count is 0 or > MostEvidence)
        {
            return Refuse(RollupProblems.Evidence);
        }

        RollupHead next = head with { Statements = [.. head.Statements.Where(said => said.Unit != statement.Unit), statement] };
        return Done(next, command, by, hash, statement.Reason?.ToString());
    }

    private static RollupOutcome RunAgain(RollupHead head, RollupCommand.RunAgain again, RollupActing by)
    {
        if (head.RunDecision == by.DecisionId)
        {
            return new RollupOutcome.Done(head, Event: null);
        }

        if (head.Stage == RollupStage.Frozen)
        {
            return RefuseFrozen(head);
        }

        // A run that never ends because its orchestration is gone is started by asking for it: the same run, not another.
        return head.Stage == RollupStage.Computing ? new RollupOutcome.Done(head, Event: null)
            : again.Run != head.RunAsked ? Refuse(RollupProblems.Stale)
            : Done(head with { RunAsked = head.RunAsked + 1, RunDecision = by.DecisionId }, again, by, head.Latest?.Hash, reason: null);
    }

    private static RollupOutcome Freeze(RollupHead head, RollupCommand.Freeze freeze, RollupActing by)
    {
        if (head.Stage == RollupStage.Frozen)
        {
            return head.Versions[0].DecisionId == by.DecisionId ? new RollupOutcome.Done(head, Event: null) : RefuseFrozen(head);
        }

        if (head.Latest is not { } latest || head.Stage == RollupStage.Computing)
        {
            return Refuse(RollupProblems.Computing);
        }

        if (latest.Hash != freeze.Hash)
        {
            return Refuse(RollupProblems.Stale);
        }

        if (!freeze.SampleReviewed)
        {
            return Refuse(RollupProblems.Sample);
        }

        IReadOnlyList<string> unconfirmed = head.Unconfirmed;
        if (unconfirmed.Count > 0 && by.At < ChinaCalendar.EndOf(by.ConfirmBy))
        {
            return Refuse(RollupProblems.StillOpen, ("until", by.ConfirmBy.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }

        if (Unexplained(latest.AskedFor, freeze.Notes) is { Length: > 0 } missing)
        {
            return Refuse(RollupProblems.NoteMissing, ("metrics", string.Join(' ', missing)));
        }

        FrozenVersion first = new(1, latest.Hash, by.At, by.Actor.StaffId, Second: null, Cause: null, [], unconfirmed, freeze.Notes, by.DecisionId);
        return Done(head with { Versions = [first] }, freeze, by, latest.Hash, reason: null);
    }

    private static RollupOutcome Ask(RollupHead head, RollupCommand.AskCorrection ask, RollupActing by)
    {
        if (head.Correction is { } open)
        {
            return open.DecisionId == by.DecisionId ? new RollupOutcome.Done(head, Event: null) : Refuse(RollupProblems.CorrectionOpen);
        }

        if (head.Stage != RollupStage.Frozen)
        {
            return Refuse(RollupProblems.NotFrozen);
        }

        if (head.HashOf(head.Version) != ask.Hash)
        {
            return Refuse(RollupProblems.Stale);
        }

        string[] units = [.. ask.Units.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (units is [] || units.Any(unit => head.Latest!.Line(unit) is null))
        {
            return Refuse(RollupProblems.Unit);
        }

        bool allMissing = units.All(unit => head.Latest!.Line(unit)!.Hash is null && !head.Versions.Any(version => version.Units.Contains(unit)));
        if (allMissing != (ask.Cause == Boai.Workflows.AnnualRollup.CorrectionCause.UnitWasMissing))
        {
            return Refuse(RollupProblems.CorrectionCause);
        }

        if (ask.Cases.Count > MostEvidence || (!allMissing && ask.Cases.Count == 0))
        {
            return Refuse(RollupProblems.Evidence);
        }

        CorrectionRequest request = new(head.Corrections + 1, ask.Cause, units, ask.Cases, by.Actor.StaffId, by.At, DecisionId: by.DecisionId);
        return Done(head with { Correction = request, Corrections = request.Number }, ask, by, ask.Hash, ask.Cause.ToString());
    }

    private static RollupOutcome Decide(RollupHead head, RollupCommand.DecideCorrection decide, RollupActing by)
    {
        if (head.Correction is not { } correction || correction.Number != decide.Number)
        {
            return Refuse(RollupProblems.CorrectionNone);
        }

        if (correction.ApprovedBy is { } already)
        {
            return already == by.Actor.StaffId && decide.Approves ? new RollupOutcome.Done(head, Event: null) : Refuse(RollupProblems.CorrectionOpen);
        }

        if (correction.AskedBy == by.Actor.StaffId)
        {
            return Refuse(RollupProblems.SamePerson);
        }

        CorrectionRequest? next = decide.Approves ? correction with { ApprovedBy = by.Actor.StaffId, ApprovedAt = by.At } : null;
        return Done(head with { Correction = next }, decide, by, head.HashOf(head.Version), decide.Approves ? "approved" : "refused");
    }

    private static string[] Unexplained(IReadOnlyList<string> asked, IReadOnlyList<DeviationNote> notes) =>
        [.. asked.Except(notes.Select(note => note.Metric), StringComparer.Ordinal)];

    private static RollupOutcome.Refused RefuseFrozen(RollupHead head) =>
        Refuse(RollupProblems.Frozen, ("version", head.Version.ToString(CultureInfo.InvariantCulture)));

    private static RollupOutcome.Refused Refuse(string code, params ReadOnlySpan<(string Name, string Value)> arguments) =>
        new RollupOutcome.Refused(CaseProblem.Of(code, arguments));

    private static RollupOutcome.Done Done(RollupHead head, RollupCommand command, RollupActing by, string? hash, string? reason)
    {
        (RollupHead next, RollupEvent? told) = With(head, by.Actor, by.At, command.GetType().Name, command.Subject, hash, reason);
        return new RollupOutcome.Done(next, told);
    }

    private static (RollupHead Head, RollupEvent? Event) With(
        RollupHead head, Actor actor, DateTimeOffset at, string act, string? subject, string? hash, string? reason)
    {
        RollupHead next = head with { Seq = head.Seq + 1 };
        return (next, new RollupEvent(next.Seq, act, at, actor.StaffId, actor.Role, actor.Unit, subject, next.RunAsked, next.Version, hash, reason));
    }
}
