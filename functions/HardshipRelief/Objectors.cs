using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Who objected and why. Never leaves the vault's encryption but for the message with the result.</summary>
internal sealed record Objector(string Reason, string? Name, string? Phone)
{
    public override string ToString() => nameof(Objector);
}

/// <summary>Keeps objectors in the case's partition, sealed under its applicant's key and gone with it.</summary>
internal sealed class Objectors(AppStorage storage, PersonVault vault)
{
    private TableClient Table => storage.Table(PlatformTables.Cases);

    /// <summary>The reason as the event's note: officers read it for a purpose.</summary>
    public async Task<string> SealReason(StoredHead stored, Objector objector, CancellationToken cancellation) =>
        await vault.Seal(stored.Applicant, objector.Reason, CaseDecisions.NoteContext(stored.Head.Number), cancellation);

    /// <summary>The row to be written with the objection.</summary>
    public async Task<TableEntity> Row(StoredHead stored, string objectionId, Objector objector, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        return new TableEntity(number.Value, Key(number, objectionId))
        {
            ["Sealed"] = await vault.Seal(stored.Applicant, JsonSerializer.Serialize(objector), Context(number, objectionId), cancellation),
        };
    }

    /// <returns>Phone numbers of those who gave one, by objection.</returns>
    public async Task<IReadOnlyList<(string ObjectionId, string Phone)>> Phones(
        StoredHead stored, IEnumerable<string> objections, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        AccessPurpose purpose = AccessPurpose.System(PurposeCodes.Notice, number.Value);
        List<(string, string)> phones = [];
        foreach (string objection in objections)
        {
            if (await Table.Find(number.Value, Key(number, objection), cancellation) is not { } row)
            {
                continue;
            }

            string json = await vault.Unseal(stored.Applicant, row.GetString("Sealed"), Context(number, objection), purpose, cancellation);
            if (JsonSerializer.Deserialize<Objector>(json)!.Phone is { } phone)
            {
                phones.Add((objection, phone));
            }
        }

        return phones;
    }

    private static string Key(CaseNumber number, string objectionId) => $"{number.Value}|o|{objectionId}";

    private static string Context(CaseNumber number, string objectionId) => $"objector|{number.Value}|{objectionId}";
}
