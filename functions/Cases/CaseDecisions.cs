using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>One act on a case: what the programme's <c>Apply</c> says, given the case and the circumstances.</summary>
public delegate CaseOutcome<TFacts> Act<TFacts>(CaseFile<TFacts> file, Deciding deciding);

/// <summary>A case after an act.</summary>
/// <param name="Version">To be told to the orchestration.</param>
/// <param name="Repeated">Whether this act had been written before.</param>
public sealed record Decided(CaseNumber Number, int Version, string State, bool Repeated);

/// <summary>What became of a step that the system took.</summary>
public abstract record SystemStep
{
    private SystemStep() { }

    public sealed record Done(Decided Decided) : SystemStep;

    /// <summary>The rules refused it; nothing was written. Usually the case has moved on.</summary>
    public sealed record Refused(CaseProblem Problem) : SystemStep;
}

/// <summary>Takes an act from request to store: the only way a case changes.</summary>
public sealed class CaseDecisions(CaseStore store, PolicyBook policies, PersonVault vault, IEnumerable<ProgrammeWords> words, TimeProvider time)
{
    private const int Attempts = 8;

    /// <summary>Decides on the case of the request and writes the decision.</summary>
    /// <param name="seenVersion">The version that the person saw; null when the act does not depend on one, and is tried again on a newer one.</param>
    /// <param name="note">Free text, sealed here under the applicant's key.</param>
    /// <param name="rows">New rows to be written in the same transaction.</param>
    /// <exception cref="ProblemException">Refused, or decided on a stale version.</exception>
    public async Task<Decided> Decide<TFacts>(
        CurrentRequest request, Act<TFacts> act, int? seenVersion, string? note, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows)
    {
        StoredHead basis = request.Case;
        string? sealedNote = string.IsNullOrEmpty(note) ? null : await vault.Seal(basis.Applicant, note, NoteContext(basis.Head.Number), cancellation);
        for (int attempt = 1; ; attempt++)
        {
            CaseOutcome<TFacts> outcome = Run(basis.As<TFacts>(), act, request.Actor, request.DecisionId, sealedNote, seenVersion);
            if (outcome is CaseOutcome<TFacts>.Refused refused)
            {
                return await Repeated(basis.Head, request.DecisionId, cancellation) ?? throw new ProblemException(InWords(refused.Problem, basis.Head));
            }

            CaseOutcome<TFacts>.Accepted accepted = (CaseOutcome<TFacts>.Accepted)outcome;
            switch (await store.Commit(basis.As<TFacts>(), accepted, request.DecisionId, cancellation, rows))
            {
                case CommitResult.Committed committed:
                    return new Decided(basis.Head.Number, committed.Version, accepted.Next.Head.State, Repeated: false);
                case CommitResult.AlreadyDecided already:
                    return new Decided(basis.Head.Number, already.Version, (await Reload(basis, cancellation)).Head.State, Repeated: true);
                default:
                    basis = await Reload(basis, cancellation);
                    if (seenVersion is not null || attempt == Attempts)
                    {
                        throw new ProblemException(Stale(basis.Head));
                    }

                    break;
            }
        }
    }

    /// <summary>Takes a system step; safe to repeat with the same id.</summary>
    /// <param name="stepId">Case number, step and version, so that a repeated activity finds what it did.</param>
    public Task<SystemStep> Step<TFacts>(
        CaseNumber number, Act<TFacts> act, string stepId, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows) =>
        StepBy(Actor.System, number, act, stepId, sealedNote: null, cancellation, rows);

    /// <summary>Writes what somebody did elsewhere than in a request on this case: at the payment desk, or as a member of the public.</summary>
    /// <param name="stepId">The same id is written once.</param>
    /// <param name="sealedNote">Sealed under the applicant's key already.</param>
    public async Task<SystemStep> StepBy<TFacts>(
        Actor actor, CaseNumber number, Act<TFacts> act, string stepId, string? sealedNote, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows)
    {
        for (int attempt = 1; ; attempt++)
        {
            StoredHead basis = await store.Find(number, cancellation)
                ?? throw new InvalidOperationException($"Case {number} is asked to take step {stepId} and has no partition.");
            CaseOutcome<TFacts> outcome = Run(basis.As<TFacts>(), act, actor, stepId, sealedNote, null);
            if (outcome is CaseOutcome<TFacts>.Refused refused)
            {
                return await Repeated(basis.Head, stepId, cancellation) is { } done ? new SystemStep.Done(done) : new SystemStep.Refused(refused.Problem);
            }

            CaseOutcome<TFacts>.Accepted accepted = (CaseOutcome<TFacts>.Accepted)outcome;
            switch (await store.Commit(basis.As<TFacts>(), accepted, stepId, cancellation, rows))
            {
                case CommitResult.Committed committed:
                    return new SystemStep.Done(new Decided(number, committed.Version, accepted.Next.Head.State, Repeated: false));
                case CommitResult.AlreadyDecided already:
                    return new SystemStep.Done(new Decided(number, already.Version, (await Reload(basis, cancellation)).Head.State, Repeated: true));
                default:
                    if (attempt == Attempts)
                    {
                        throw new InvalidOperationException($"Step {stepId} lost {Attempts} races on case {number}; the activity's retry takes it up again.");
                    }

                    break;
            }
        }
    }

    /// <summary>What an act of this request would lead to, without writing it: for acts that promise something elsewhere first.</summary>
    public CaseOutcome<TFacts> Try<TFacts>(CurrentRequest request, StoredCase<TFacts> basis, Act<TFacts> act, int? seenVersion, string? note) =>
        Run(basis, act, request.Actor, request.DecisionId, string.IsNullOrEmpty(note) ? null : "not written", seenVersion);

    /// <summary>The circumstances of an act that opens a case.</summary>
    public Deciding Opening(Actor actor, string decisionId, string? sealedNote = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new Deciding(actor, now, policies.ForCaseOpenedAt(now), WorkCalendar.China, decisionId, sealedNote);
    }

    /// <summary>A refusal for the person who asked, in the words of the case's programme.</summary>
    public Problem InWords(CaseProblem refusal, CaseHead head) =>
        refusal.ToProblem(words.FirstOrDefault(known => known.Programme == head.Programme)?.Words);

    /// <summary>The context under which notes of a case are sealed.</summary>
    public static string NoteContext(CaseNumber number) => "case-note|" + number.Value;

    private CaseOutcome<TFacts> Run<TFacts>(StoredCase<TFacts> basis, Act<TFacts> act, Actor actor, string decisionId, string? sealedNote, int? seenVersion)
    {
        if (seenVersion is { } seen && seen != basis.Head.Version)
        {
            return new CaseOutcome<TFacts>.Refused(CaseProblem.On("version", CaseProblems.Stale, ("version", Text(basis.Head.Version))));
        }

        return act(basis.File, new Deciding(actor, time.GetUtcNow(), policies.For(basis.Head), WorkCalendar.China, decisionId, sealedNote, seenVersion));
    }

    // A repeated act may be refused because it was done: then what it led to is the answer.
    private async Task<Decided?> Repeated(CaseHead head, string decisionId, CancellationToken cancellation) =>
        await store.DecidedVersion(head.Number, decisionId, cancellation) is { } version ? new Decided(head.Number, version, head.State, Repeated: true) : null;

    private async Task<StoredHead> Reload(StoredHead basis, CancellationToken cancellation) =>
        await store.Find(basis.Head.Number, cancellation) ?? throw new InvalidOperationException($"Case {basis.Head.Number} vanished.");

    private static Problem Stale(CaseHead head) =>
        CaseProblem.On("version", CaseProblems.Stale, ("version", Text(head.Version))).ToProblem();

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
