using System.Security.Cryptography;
using Boai.Functions.Access;
using Boai.Functions.Documents;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>What a holder says: by the own login, or through whoever takes it down by telephone or in person (CQ-BODY 16).</summary>
internal sealed class HolderEndpoint(
    CurrentRequest request, IntentActs acts, PersonVault vault, DocumentStore documents, PolicyBook policies, TimeProvider time)
{
    private const string Route = "donation-intents/{caseNumber}/";

    /// <summary>变更: a new version of the form; scopes may grow or shrink.</summary>
    [Function("ChangeIntent")]
    public async Task<Ok<IntentActDone>> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "change")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentChangeForm form = await StrictJson.Read<IntentChangeForm>(http, cancellation);
        DateTimeOffset now = time.GetUtcNow();
        IntentReading reading = new(ChinaCalendar.DateOf(now), policies.Today);
        ReadHolder holder = reading.Holder(form.Form.Holder, form.Form.Residence, form.Form.Executor);
        if (await vault.Find(holder.Member.IdType, holder.Member.IdNumber, cancellation) is not { } person || person.Subject != request.Case.Applicant)
        {
            throw new ProblemException(new Problem(IntentErrors.OtherHolder, "form.holder.idNumber"));
        }

        byte[] writing = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(form.Form, StrictJson.Options);
        IntentForm changed = reading.Form(
            form.Form, request.Case.Head.Number, person.Subject.Value, Convert.ToHexStringLower(SHA256.HashData(writing)), now, documents);
        IntentCommand.Change command = new(changed, acts.Voice(form.Means, form.EvidenceId), form.Dropped);
        if (acts.WouldTake(command, form.Version))
        {
            await vault.Amend(request.Case.Applicant, request.Case.Head.Number, holder.Member.Dossier, cancellation);
        }

        return await acts.Take(command, form.Version, note: null, client, cancellation);
    }

    /// <summary>撤销: at once, without a reason; the one question may stay unanswered.</summary>
    [Function("WithdrawIntent")]
    public async Task<Ok<IntentActDone>> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "withdrawal")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        IntentWithdrawalForm form = await StrictJson.Read<IntentWithdrawalForm>(http, cancellation);
        return await acts.Take(new IntentCommand.WithdrawIntent(acts.Voice(form.Means, form.EvidenceId), form.Answer), version: null, note: null, client, cancellation);
    }

    /// <summary>仅撤销登记, said after all.</summary>
    [Function("StateRegistrationOnly")]
    public async Task<Ok<IntentActDone>> StateRegistrationOnly(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "registration-only")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VoiceForm form = await StrictJson.Read<VoiceForm>(http, cancellation);
        return await acts.Take(new IntentCommand.StateRegistrationOnly(acts.Voice(form.Means, form.EvidenceId)), form.Version, note: null, client, cancellation);
    }

    /// <summary>明示不同意 by somebody with an entry.</summary>
    [Function("RefuseOnEntry")]
    public async Task<Ok<IntentActDone>> Refuse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "refusal")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        VoiceForm form = await StrictJson.Read<VoiceForm>(http, cancellation);
        return await acts.Take(new IntentCommand.Refuse(acts.Voice(form.Means, form.EvidenceId)), version: null, note: null, client, cancellation);
    }

    /// <summary>Lifts a refusal: in writing, as the intent itself must be.</summary>
    [Function("LiftRefusal")]
    public async Task<Ok<IntentActDone>> LiftRefusal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "refusal-lifting")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        RefusalLiftingForm form = await StrictJson.Read<RefusalLiftingForm>(http, cancellation);
        HolderVoice voice = acts.Voice(form.Means, form.EvidenceId);
        byte[] writing = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(form, StrictJson.Options);
        WillEvidence will = voice.Means == VoiceMeans.Online
            ? new WillEvidence(WillForm.Electronic, Convert.ToHexStringLower(SHA256.HashData(writing)))
            : new WillEvidence(form.Will, form.SignedFormDigest ?? "");
        return await acts.Take(new IntentCommand.LiftRefusal(voice, will), version: null, note: null, client, cancellation);
    }

    /// <summary>Withdraws a consent to the processing of data; the intent stands (PIPL 15).</summary>
    [Function("WithdrawDataConsent")]
    public async Task<Ok<IntentActDone>> WithdrawConsent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "consent-withdrawal")] HttpRequest http, string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DataConsentWithdrawalForm form = await StrictJson.Read<DataConsentWithdrawalForm>(http, cancellation);
        return await acts.Take(new IntentCommand.WithdrawDataConsent(form.ConsentId, acts.Voice(form.Means, form.EvidenceId)), version: null, note: null, client, cancellation);
    }
}
