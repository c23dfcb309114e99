using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>A case at an instant, as its events made it. Every act gives the next one; nothing changes in place.</summary>
internal sealed record ReliefCase(CaseFile<ReliefFacts> File, IReadOnlyList<CaseEvent> Events, DateTimeOffset Now)
{
    /// <summary>A sealed note, where an act needs a written reason.</summary>
    public const string Note = "c2VhbGVk";

    public CaseHead Head => File.Head;

    public ReliefFacts Facts => File.Facts;

    public ReliefState State => Head.StateOf();

    public DateTimeOffset DueAt => Head.Clock!.DueAt;

    public CasePolicy Policy => PolicyOf(Head);

    public ReliefStanding Standing => ReliefStanding.Of(File, Policy);

    public static DateTimeOffset Beijing(string local)
        => new DateTimeOffset(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();

    public static CasePolicy PolicyOf(CaseHead head)
        => new(new PolicyStamp(head.PolicyVersion, ChinaCalendar.DateOf(head.OpenedAt)), [PolicyPack.Default]);

    public static Deciding Circumstances(Actor actor, DateTimeOffset at, CasePolicy policy, string? note = null)
        => new(actor, at, policy, WorkCalendar.China, SealedNote: note);

    public ReliefCase At(string beijing) => At(Beijing(beijing));

    public ReliefCase At(DateTimeOffset instant)
        => instant >= Now ? this with { Now = instant } : throw new ArgumentOutOfRangeException(nameof(instant), instant, $"It is {Now:O} already.");

    public ReliefCase After(TimeSpan time) => At(Now + time);

    public ReliefCase WhenDue() => At(DueAt > Now ? DueAt : Now);

    public CaseOutcome<ReliefFacts> Try(Actor actor, ReliefCommand command, string? note = null)
        => ReliefProcess.Apply(File, command, Circumstances(actor, Now, Policy, note));

    /// <summary>An act that must be accepted.</summary>
    public ReliefCase Does(Actor actor, ReliefCommand command, string? note = null) => Try(actor, command, note) switch
    {
        CaseOutcome<ReliefFacts>.Accepted done => Took(done),
        CaseOutcome<ReliefFacts>.Refused refused => throw new InvalidOperationException(
            $"{command.Name} by {actor.StaffId} in {State} was refused: {Text(refused.Problem)}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public ReliefCase Does(Actor actor, CaseCommand command, string? note = null) => Does(actor, new ReliefCommand.Shell(command), note);

    /// <summary>An act that must be refused.</summary>
    /// <returns>The problem's code.</returns>
    public string Refuses(Actor actor, ReliefCommand command, string? note = null) => Problem(actor, command, note).Code;

    public string Refuses(Actor actor, CaseCommand command, string? note = null) => Refuses(actor, new ReliefCommand.Shell(command), note);

    public CaseProblem Problem(Actor actor, ReliefCommand command, string? note = null) => Try(actor, command, note) switch
    {
        CaseOutcome<ReliefFacts>.Refused refused => refused.Problem,
        _ => throw new InvalidOperationException($"{command.Name} by {actor.StaffId} in {State} was accepted."),
    };

    public ReliefCase Took(CaseOutcome<ReliefFacts>.Accepted done) => this with { File = done.Next, Events = [.. Events, .. done.Events] };

    private static string Text(CaseProblem problem)
        => $"{problem.Code} {problem.Field} {string.Join(' ', problem.Arguments.Select(argument => $"{argument.Key}={argument.Value}"))}";
}
