using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;

namespace Boai.Functions.HospitalMessages.Register;

/// <summary>Who may speak for which hospital, and which physicians stand on which side (handbook §11.3 rule 6; ODR 15, 16, 19).</summary>
/// <remarks>A physician is known here by a keyed hash of the licence number: rosters are compared, never read.</remarks>
public sealed class HospitalRegister(AppStorage storage, PlatformKeys keys)
{
    private const string Value = "Hospital";

    private TableClient Hospitals => storage.Table(HospitalTables.Hospitals);

    private TableClient Staff => storage.Table(HospitalTables.Staff);

    /// <returns>Null when no such hospital is registered.</returns>
    public async Task<Hospital?> Find(string code, CancellationToken cancellation) =>
        IsKey(code) && await Hospitals.Find(code, code, cancellation) is { } row ? Read(row) : null;

    /// <returns>The code of the hospital for which an account speaks; null when it speaks for none.</returns>
    public async Task<string?> OwnerOf(string account, CancellationToken cancellation) =>
        IsKey(account) ? (await Hospitals.Find(AccountKey(account), AccountKey(account), cancellation))?.GetString("Code") : null;

    /// <summary>The sender as the rules of acceptance want it.</summary>
    public async Task<RegisteredSender?> SenderOf(string code, CancellationToken cancellation) =>
        await Find(code, cancellation) is { } known ? new RegisteredSender(known.Code.Value, known.Roles) : null;

    /// <summary>Registers a hospital, or writes its entry anew. An account speaks for one hospital alone.</summary>
    /// <returns>The account that speaks for another hospital already; null when all is written.</returns>
    public async Task<string?> Register(Hospital hospital, CancellationToken cancellation)
    {
        foreach (string account in hospital.Accounts)
        {
            TableEntity row = new(AccountKey(account), AccountKey(account)) { ["Code"] = hospital.Code.Value };
            if (!await Hospitals.TryAdd(row, cancellation) && await OwnerOf(account, cancellation) != hospital.Code.Value)
            {
                return account;
            }
        }

        Hospital? former = await Find(hospital.Code.Value, cancellation);
        foreach (string left in (former?.Accounts ?? []).Except(hospital.Accounts, StringComparer.Ordinal))
        {
            await Hospitals.DeleteEntityAsync(AccountKey(left), AccountKey(left), ETag.All, cancellation);
        }

        await Write(hospital with { RosterFiledAt = former?.RosterFiledAt }, cancellation);
        return null;
    }

    /// <summary>Files which physicians of a hospital procure and which transplant.</summary>
    /// <param name="licences">Licence numbers, each with the side; kept as keyed hashes.</param>
    public async Task FileRoster(Hospital hospital, IReadOnlyList<(string Licence, string Side)> licences, DateTimeOffset at, CancellationToken cancellation)
    {
        foreach ((string licence, string side) in licences)
        {
            string id = PhysicianId(licence);
            await Staff.UpsertEntityAsync(new TableEntity(id, id) { ["Side"] = side, ["Hospital"] = hospital.Code.Value }, TableUpdateMode.Replace, cancellation);
        }

        await Write(hospital with { RosterFiledAt = at }, cancellation);
    }

    /// <returns>The side on which a physician stands by any hospital's roster; null when on none.</returns>
    public async Task<string?> SideOf(string physicianId, CancellationToken cancellation) =>
        (await Staff.Find(physicianId, physicianId, cancellation))?.GetString("Side");

    /// <summary>An opaque id made of a licence number: the same number gives the same id.</summary>
    public string PhysicianId(string licence) => "phy_" + keys.Hash(KeyPurpose.HospitalStaff, licence.Trim().ToUpperInvariant())[..26];

    /// <summary>Notes that a hospital was heard (rule 7).</summary>
    public async Task Heard(string code, DateTimeOffset at, CancellationToken cancellation)
    {
        TableEntity row = new(code, code) { ["HeardAt"] = at };
        await Hospitals.TryMerge(row, ETag.All, cancellation);
    }

    /// <summary>All hospitals with the instant at which each was last heard. A query: for people.</summary>
    public async Task<IReadOnlyList<(Hospital Hospital, DateTimeOffset? HeardAt)>> All(CancellationToken cancellation)
    {
        List<(Hospital, DateTimeOffset?)> found = [];
        await foreach (TableEntity row in Hospitals.QueryAsync<TableEntity>("HospitalParts ge 1", cancellationToken: cancellation))
        {
            found.Add((Read(row), row.GetDateTimeOffset("HeardAt")));
        }

        return found;
    }

    private async Task Write(Hospital hospital, CancellationToken cancellation)
    {
        TableEntity row = new(hospital.Code.Value, hospital.Code.Value);
        row.SetText(Value, CaseJson.Write(hospital));
        await Hospitals.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    private static Hospital Read(TableEntity row) => CaseJson.Read<Hospital>(row.GetText(Value));

    private static string AccountKey(string account) => "a|" + account;

    // Codes and accounts come from outside; a table key takes neither slashes nor control characters.
    private static bool IsKey(string text) => text.Length is > 0 and <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '@');
}
