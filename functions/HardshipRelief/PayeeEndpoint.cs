using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <param name="PaymentId">The payment that the bank returned.</param>
/// <param name="HomeVisit">Whether an officer checked the account at the payee's home: needed once the bank's tries are used up.</param>
public sealed record PayeeForm(int Version, string PaymentId, BankPart Bank, bool HomeVisit = false, string? Note = null)
{
    public override string ToString() => nameof(PayeeForm);
}

/// <summary>State 8F: the account is put right, and the same payment goes out again.</summary>
internal sealed class PayeeEndpoint(CurrentRequest request, ReliefActs acts, PersonVault vault, CorrectedAccounts accounts)
{
    private const int LongestBankName = 100;

    [Function("CorrectReliefPayee")]
    public async Task<Ok<ActDone>> Correct(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hardship-relief/cases/{caseNumber}/payee")] HttpRequest http,
        string caseNumber, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        PayeeForm form = await StrictJson.Read<PayeeForm>(http, cancellation);
        StoredCase<ReliefFacts> stored = acts.Case;
        Dictionary<string, string> account = await Read(form.Bank, stored, cancellation);
        Payee payee = Next(stored, form.Bank.Payee);
        TableEntity row = await accounts.Row(request.Case, payee, account, cancellation);
        return await acts.Take(
            client, new ReliefCommand.CorrectPayee(form.PaymentId, payee, form.HomeVisit), form.Version, form.Note, cancellation, row);
    }

    private static Payee Next(StoredCase<ReliefFacts> stored, PayeeRelation relation)
    {
        string former = stored.Facts.Application?.Payee.AccountRef ?? "#0";
        int version = int.Parse(former[(former.LastIndexOf('#') + 1)..], System.Globalization.CultureInfo.InvariantCulture) + 1;
        return new Payee(ReadApplication.AccountRef(stored.Applicant, version), relation, HolderMatches: true);
    }

    private async Task<Dictionary<string, string>> Read(BankPart bank, StoredCase<ReliefFacts> stored, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        if (!PersonName.TryParse(bank.Holder.Trim(), out PersonName? holder, out InputFault holderFault))
        {
            errors.Add("bank.holder", holderFault);
        }

        if (!BankCard.TryParse(bank.AccountNumber.Trim(), out BankCard? card, out InputFault cardFault))
        {
            errors.Add("bank.accountNumber", cardFault);
        }

        string bankName = TextRules.Check(bank.BankName, "bank.bankName", LongestBankName, errors);
        errors.ThrowIfAny();
        await CheckHolder(bank.Payee, holder!, stored, errors, cancellation);
        errors.ThrowIfAny();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VaultField.BankHolder] = holder!.Reveal(),
            [VaultField.BankAccount] = card!.Reveal(),
            [VaultField.BankName] = bankName,
        };
    }

    // The holder must be the payee or the listed guardian (handbook §2.3); a third person needs the authorisation that the case checks.
    private async Task CheckHolder(
        PayeeRelation relation, PersonName holder, StoredCase<ReliefFacts> stored, FieldErrors errors, CancellationToken cancellation)
    {
        if (relation == PayeeRelation.Authorised)
        {
            return;
        }

        IReadOnlyDictionary<string, string> known = await vault.Read(
            stored.Applicant, stored.Head.Number, [VaultField.Name, DossierFields.Agent], request.Purpose, cancellation);
        string? expected = relation == PayeeRelation.Applicant ? known.GetValueOrDefault(VaultField.Name)
            : known.TryGetValue(DossierFields.Agent, out string? agent) ? JsonSerializer.Deserialize<AgentPart>(agent, StrictJson.Options)!.Name : null;
        if (!PersonName.TryParse(expected?.Trim(), out PersonName? named, out _) || named != holder)
        {
            errors.Add("bank.holder", ReliefFormErrors.HolderMismatch);
        }
    }
}
