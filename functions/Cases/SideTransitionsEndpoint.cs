using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record WithdrawForm(string? Note = null);

/// <param name="CauseCode">Lower-case words joined by hyphens.</param>
public sealed record CauseForm(string CauseCode, string? Note = null);

/// <param name="ResumeOn">Beijing day on which the case goes on by itself.</param>
public sealed record SuspendForm(string CauseCode, DateOnly ResumeOn, string? Note = null);

public sealed record ResumeForm(string? Note = null);

/// <param name="Of">Sequence number of the event that is corrected.</param>
/// <param name="Field">A member that the programme lets be corrected; absent when the note alone corrects.</param>
public sealed record CorrectForm(int Of, string Note, string? Field = null, string? Value = null);

/// <param name="StaffIds">Whoever is related to the applicant. Officers name themselves; heads, auditors and the data-protection officer anybody.</param>
public sealed record RecuseForm(IReadOnlyList<string> StaffIds, string? Note = null);

/// <summary>The side transitions that every case has (handbook §2.9).</summary>
public sealed class SideTransitionsEndpoint(CurrentRequest request, CaseProgrammes programmes)
{
    private const int LongestNote = 2_000;
    private static readonly string[] MayNameOthers = [Roles.DistrictLead, Roles.CityHead, Roles.Audit, Roles.DataProtection];

    [Function("WithdrawCase")]
    public async Task<Ok<Decided>> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/withdrawal")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        WithdrawForm form = await StrictJson.Read<WithdrawForm>(http, cancellation);
        return await Take(client, new CaseCommand.Withdraw(), form.Note, cancellation);
    }

    [Function("SuspendCase")]
    public async Task<Ok<Decided>> Suspend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/suspension")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        SuspendForm form = await StrictJson.Read<SuspendForm>(http, cancellation);
        return await Take(client, new CaseCommand.Suspend(CauseCodes.Checked(form.CauseCode), form.ResumeOn), form.Note, cancellation);
    }

    [Function("ResumeCase")]
    public async Task<Ok<Decided>> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/resumption")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ResumeForm form = await StrictJson.Read<ResumeForm>(http, cancellation);
        return await Take(client, new CaseCommand.Resume(), form.Note, cancellation);
    }

    [Function("PlaceLegalHold")]
    public async Task<Ok<Decided>> PlaceHold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/legal-hold")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CauseForm form = await StrictJson.Read<CauseForm>(http, cancellation);
        return await Take(client, new CaseCommand.PlaceLegalHold(CauseCodes.Checked(form.CauseCode)), form.Note, cancellation);
    }

    [Function("LiftLegalHold")]
    public async Task<Ok<Decided>> LiftHold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/legal-hold-lifted")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CauseForm form = await StrictJson.Read<CauseForm>(http, cancellation);
        return await Take(client, new CaseCommand.LiftLegalHold(CauseCodes.Checked(form.CauseCode)), form.Note, cancellation);
    }

    [Function("CorrectCase")]
    public async Task<Ok<Decided>> Correct(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/correction")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CorrectForm form = await StrictJson.Read<CorrectForm>(http, cancellation);
        return await Take(client, new CaseCommand.Correct(form.Of, form.Field, form.Value), form.Note, cancellation);
    }

    [Function("ReopenCase")]
    public async Task<Ok<Decided>> Reopen(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/reopening")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        CauseForm form = await StrictJson.Read<CauseForm>(http, cancellation);
        Ok<Decided> answer = await Take(client, new CaseCommand.Reopen(CauseCodes.Checked(form.CauseCode)), form.Note, cancellation);

        // The orchestration that carried the case has ended with it.
        CaseHead head = request.Case.Head;
        if (programmes.Of(head).Orchestration is { } orchestration)
        {
            await client.Restart(orchestration, head.Number, cancellation);
        }

        return answer;
    }

    [Function("RecuseFromCase")]
    public async Task<Ok<Decided>> Recuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/recusal")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RecuseForm form = await StrictJson.Read<RecuseForm>(http, cancellation);
        IReadOnlyList<string> staff = StaffIds.Checked(form.StaffIds, "staffIds");
        if (!MayNameOthers.Contains(request.Actor.Role) && staff.Any(id => id != request.Actor.StaffId))
        {
            throw new ProblemException(new Problem(PlatformErrors.AccessRole, "staffIds"));
        }

        return await Take(client, new CaseCommand.Recuse(staff), form.Note, cancellation);
    }

    private async Task<Ok<Decided>> Take(DurableTaskClient client, CaseCommand command, string? note, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        ICaseProgramme programme = programmes.Of(request.Case.Head);
        Decided decided = await programme.Decide(request, command, text, cancellation);
        await programme.Changed(decided.Number, decided.Version, client, cancellation);
        return TypedResults.Ok(decided);
    }
}
