using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <summary>A case after an act.</summary>
/// <param name="Version">To be sent back with the next act.</param>
/// <param name="StateName">In Chinese.</param>
public sealed record ActDone(string CaseNumber, int Version, string State, string StateName);

/// <summary>Takes one act of a person on a case: checks the note, decides, wakes the orchestration, answers.</summary>
internal sealed class ReliefActs(CurrentRequest request, CaseDecisions decisions)
{
    public const int LongestNote = 2_000;

    public StoredCase<ReliefFacts> Case => request.Case.As<ReliefFacts>();

    /// <param name="version">The version that the person saw; null for acts that depend on none.</param>
    /// <param name="note">Reasons in free text; sealed before they are stored.</param>
    /// <param name="rows">New rows to be written in the same transaction.</param>
    public async Task<Ok<ActDone>> Take(
        DurableTaskClient client, ReliefCommand command, int? version, string? note, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows)
    {
        string text = Checked(note);
        Decided decided = await decisions.Decide<ReliefFacts>(
            request, (file, deciding) => ReliefProcess.Apply(file, command, deciding), version, text, cancellation, rows);
        return await Answer(client, decided, cancellation);
    }

    /// <summary>Tells the orchestration and the person.</summary>
    public static async Task<Ok<ActDone>> Answer(DurableTaskClient client, Decided decided, CancellationToken cancellation)
    {
        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        ReliefState state = Enum.Parse<ReliefState>(decided.State);
        return TypedResults.Ok(new ActDone(decided.Number.Value, decided.Version, decided.State, ReliefWords.Of(state)));
    }

    /// <summary>The note without surrounding white space; empty when there is none.</summary>
    /// <exception cref="Errors.ProblemException">It holds what no text may hold, or is too long.</exception>
    public static string Checked(string? note)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        return text;
    }

    /// <summary>What an act would lead to, without writing it.</summary>
    public CaseOutcome<ReliefFacts> Try(StoredCase<ReliefFacts> basis, ReliefCommand command, int? version, string note) =>
        decisions.Try<ReliefFacts>(request, basis, (file, deciding) => ReliefProcess.Apply(file, command, deciding), version, note);
}
