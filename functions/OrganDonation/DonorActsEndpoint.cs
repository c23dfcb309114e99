using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.OrganDonation;

/// <summary>A case after an act.</summary>
/// <param name="StateName">In Chinese.</param>
public sealed record DonorActDone(string CaseNumber, int Version, string State, string StateName);

/// <summary>What the registers, local and national, answered.</summary>
public sealed record RegisterAnswerForm(IntentStanding Intent);

/// <param name="MessageId">Of R06, as the hospital will answer it.</param>
public sealed record StatusAsked(string CaseNumber, string MessageId);

/// <summary>A coordinator who has agreed is named by a leader.</summary>
public sealed record AssignWitnessForm(string StaffId, int? Version = null, string? Note = null);

/// <summary>Acts on a donor case, by whoever has a part in it: coordinators, duty desk, city, the procuring hospital.</summary>
internal sealed class DonorActsEndpoint(
    CurrentRequest request, CaseDecisions decisions, DonorRegister registers, CoordinatorRoster roster, HospitalRegister hospitals, OrganSignals signals, TimeProvider time)
{
    private const int LongestNote = 2_000;

    [Function("ActAsCoordinator")]
    public Task<Ok<DonorActDone>> Coordinator(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/coordinator/{act}")] HttpRequest http,
        string caseNumber, string act, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Take(http, DonorActs.OfCoordinators, act, client, cancellation);

    [Function("ActAtDesk")]
    public Task<Ok<DonorActDone>> Desk(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/desk/{act}")] HttpRequest http,
        string caseNumber, string act, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Take(http, DonorActs.OfTheDesk, act, client, cancellation);

    [Function("ActForCity")]
    public Task<Ok<DonorActDone>> City(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/city/{act}")] HttpRequest http,
        string caseNumber, string act, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Take(http, DonorActs.OfTheCity, act, client, cancellation);

    [Function("ActAsHospital")]
    public async Task<Ok<DonorActDone>> Hospital(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/hospital/{act}")] HttpRequest http,
        string caseNumber, string act, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        string procuring = request.Case.As<OrganFacts>().Facts.ProcuringHospital;
        if (await hospitals.OwnerOf(request.Actor.StaffId, cancellation) != procuring)
        {
            throw new ProblemException(OrganProblems.Sender);
        }

        return await Take(http, DonorActs.OfHospitals, act, client, cancellation);
    }

    [Function("AssignDonorWitness")]
    public async Task<Ok<DonorActDone>> Assign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/witness-assignment")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        AssignWitnessForm form = await StrictJson.Read<AssignWitnessForm>(http, cancellation);
        CaseNumber number = request.Case.Head.Number;
        Hospital? hospital = await hospitals.Find(request.Case.As<OrganFacts>().Facts.ProcuringHospital, cancellation);
        CoordinatorCard card = (StaffIdFits(form.StaffId) ? await roster.Card(form.StaffId, hospital, number, cancellation) : null)
            ?? throw new ProblemException(new Problem(OrganErrors.CoordinatorUnknown, "staffId"));
        return await Take(new NamedAct<OrganCommand>(new OrganCommand.AssignWitness(card), form.Version, form.Note), client, cancellation);
    }

    /// <summary>The next judgement of the gates reads it, and so do all that follow.</summary>
    [Function("RecordRegisterAnswer")]
    public async Task<Ok<DonorActDone>> RecordAnswer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/register-answer")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RegisterAnswerForm form = await StrictJson.Read<RegisterAnswerForm>(http, cancellation);
        CaseHead head = request.Case.Head;
        DateTimeOffset now = time.GetUtcNow();
        await registers.Record(head.Number, form.Intent, request.Actor.StaffId, now, cancellation);
        SystemStep step = await decisions.Step<OrganFacts>(
            head.Number, (file, deciding) => OrganProcess.Apply(file, new OrganCommand.ReadRegisters(new RegisterReading(deciding.At, form.Intent)), deciding),
            "registers-" + request.DecisionId, cancellation);
        return step switch
        {
            SystemStep.Done done => await Answer(client, done.Decided, cancellation),
            SystemStep.Refused refused => throw new ProblemException(refused.Problem.ToProblem()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>R06: asks the procuring hospital how the case stands with it. Nothing in the case changes.</summary>
    [Function("AskHospitalForStatus")]
    public async Task<Ok<StatusAsked>> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/cases/{caseNumber}/status-query")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = request.Case.As<OrganFacts>();
        return TypedResults.Ok(new StatusAsked(caseNumber, await signals.Ask(stored, request.DecisionId, client, cancellation)));
    }

    internal static bool StaffIdFits(string staffId) =>
        staffId.Length is > 0 and <= 128 && staffId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '@');

    private async Task<Ok<DonorActDone>> Take(
        HttpRequest http, NamedActs<OrganCommand> acts, string act, DurableTaskClient client, CancellationToken cancellation) =>
        acts.TryRead(act, await StrictJson.ReadAll(http, cancellation), out NamedAct<OrganCommand>? read)
            ? await Take(read, client, cancellation)
            : throw new ProblemException(OrganErrors.ActUnknown);

    private async Task<Ok<DonorActDone>> Take(NamedAct<OrganCommand> act, DurableTaskClient client, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string note = TextRules.Check(act.Note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        Decided decided = await decisions.Decide<OrganFacts>(
            request, (file, deciding) => OrganProcess.Apply(file, act.Command, deciding), act.Version, note, cancellation);
        if (act.Command is OrganCommand.AcknowledgeSignal signal)
        {
            await signals.Acknowledged(decided.Number, request.Case.As<OrganFacts>().Facts, signal.Seq, client, cancellation);
        }

        return await Answer(client, decided, cancellation);
    }

    private static async Task<Ok<DonorActDone>> Answer(DurableTaskClient client, Decided decided, CancellationToken cancellation)
    {
        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        return TypedResults.Ok(new DonorActDone(decided.Number.Value, decided.Version, decided.State, OrganWords.Of(Enum.Parse<OrganState>(decided.State))));
    }
}
