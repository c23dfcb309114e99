using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Brings a corrected account from the decision to the dossier that payments are made from.</summary>
/// <remarks>
/// The account is written in the transaction that decides the correction, sealed: of two officers who correct at once only the one whose
/// decision counts leaves an account. The step that orders the payment anew takes it over first; so no payment goes out to an account
/// that the case did not decide on, and none goes out to the former one.
/// </remarks>
internal sealed class CorrectedAccounts(AppStorage storage, PersonVault vault)
{
    private TableClient Table => storage.Table(PlatformTables.Cases);

    /// <summary>The row to be written with the correction.</summary>
    /// <param name="account">Fields of the dossier.</param>
    public async Task<TableEntity> Row(StoredHead stored, Payee payee, IReadOnlyDictionary<string, string> account, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        return new TableEntity(number.Value, Key(number, payee))
        {
            ["Sealed"] = await vault.Seal(stored.Applicant, JsonSerializer.Serialize(account), Context(number, payee), cancellation),
        };
    }

    /// <summary>Takes the account that the case's payee now has into the dossier, unless that is done. Repeating it changes nothing.</summary>
    public async Task TakeOver(StoredCase<ReliefFacts> stored, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        Payee payee = stored.Facts.Application!.Payee;
        if (await Table.Find(number.Value, Key(number, payee), cancellation) is not { } row)
        {
            return;
        }

        AccessPurpose purpose = AccessPurpose.System(PurposeCodes.Payment, number.Value);
        string json = await vault.Unseal(stored.Applicant, row.GetString("Sealed"), Context(number, payee), purpose, cancellation);
        await vault.Amend(stored.Applicant, number, JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, cancellation);
        await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private static string Key(CaseNumber number, Payee payee) => $"{number.Value}|a|{Version(payee)}";

    private static string Context(CaseNumber number, Payee payee) => $"account|{number.Value}|{Version(payee)}";

    private static string Version(Payee payee) => payee.AccountRef[(payee.AccountRef.LastIndexOf('#') + 1)..];
}
