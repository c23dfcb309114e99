using Boai.Functions.Access;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <summary>What the code that all programmes share asks of the programme to which a case belongs.</summary>
public interface ICaseProgramme
{
    /// <summary>The process, e.g. <c>REL-01</c>: <see cref="CaseHead.Programme"/> of its cases.</summary>
    string Programme { get; }

    /// <summary>Name of the orchestration that carries its cases; null when they are records that rest (handbook §2.12).</summary>
    string? Orchestration { get; }

    /// <summary>For records that rest: sees to what a change calls for. Safe to repeat.</summary>
    Task Settle(CaseNumber number, DurableTaskClient client, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The short state that an applicant sees.</summary>
    PublicState PublicStateOf(CaseHead head);

    /// <summary>The state's name for staff, in Chinese.</summary>
    string StateNameOf(CaseHead head);

    /// <summary>Kinds of documents that may be attached; a word in this list is the <c>kind</c> of an upload.</summary>
    IReadOnlyCollection<string> DocumentKinds { get; }

    /// <summary>Facts of a case for staff, see <see cref="ICaseProgramme{TFacts}"/>.</summary>
    object FactsForStaff(StoredHead stored);

    /// <summary>Fields of the applicant that staff may read for a purpose, by role; empty when the role may read none.</summary>
    IReadOnlyCollection<string> ApplicantFieldsFor(string role);

    /// <summary>Takes a command that every programme knows through the programme's own <c>Apply</c>, and writes it.</summary>
    /// <exception cref="Errors.ProblemException">The programme refused it.</exception>
    Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation);
}

/// <summary>A programme with the shape of what it shows.</summary>
/// <typeparam name="TFacts">Described in the API's document.</typeparam>
public interface ICaseProgramme<out TFacts> : ICaseProgramme
    where TFacts : class
{
    /// <summary>Facts of a case for staff, without personal data: whatever the programme wants to show beside the head.</summary>
    new TFacts FactsForStaff(StoredHead stored);

    object ICaseProgramme.FactsForStaff(StoredHead stored) => FactsForStaff(stored);
}

/// <summary>Finds a case's programme.</summary>
public sealed class CaseProgrammes(IEnumerable<ICaseProgramme> programmes)
{
    private readonly ICaseProgramme[] _programmes = [.. programmes];

    public IReadOnlyList<ICaseProgramme> All => _programmes;

    /// <exception cref="InvalidOperationException">No programme answers for the case: its code is missing from this build.</exception>
    public ICaseProgramme Of(CaseHead head) => _programmes.FirstOrDefault(programme => programme.Programme == head.Programme)
        ?? throw new InvalidOperationException($"No programme {head.Programme} is registered, but case {head.Number} belongs to it.");
}

/// <summary>Hands a changed case on to whatever carries it.</summary>
public static class CaseCarriers
{
    /// <summary>Tells the orchestration, or settles the record.</summary>
    public static Task Changed(this ICaseProgramme programme, CaseNumber number, int version, DurableTaskClient client, CancellationToken cancellation) =>
        programme.Orchestration is null ? programme.Settle(number, client, cancellation) : client.CaseChanged(number, version, cancellation);

    /// <summary>Makes sure that a case is carried, whose request may have broken off.</summary>
    public static async Task TakeUp(this ICaseProgramme programme, CaseHead head, DurableTaskClient client, CancellationToken cancellation)
    {
        if (programme.Orchestration is { } orchestration)
        {
            await client.StartOnce(orchestration, head.Number, cancellation);
        }

        await programme.Changed(head.Number, head.Version, client, cancellation);
    }
}
