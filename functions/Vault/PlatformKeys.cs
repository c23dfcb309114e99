using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Boai.Functions.Storage;

namespace Boai.Functions.Vault;

/// <summary>Keys of the installation as a whole (person index, audit chain, recorded answers …), all derived from one wrapped secret.</summary>
/// <remarks>
/// The secret is made on the first start and stored only as wrapped by the master key. Reading it at every start also proves that the
/// master key is the one that this installation's data was sealed with.
/// </remarks>
public sealed class PlatformKeys(AppStorage storage, IMasterKey master)
{
    private const string Row = "platform-secret";
    private byte[]? _secret;

    /// <summary>Fetches or makes the secret; called once at start, before anything asks for a key.</summary>
    /// <exception cref="KeyFileException">The master key is not the one that sealed this installation's data.</exception>
    public async Task Load(CancellationToken cancellation)
    {
        TableClient table = storage.Table(PlatformTables.Keys);
        TableEntity? row = await table.Find(Row, Row, cancellation);
        if (row is null)
        {
            TableEntity made = new(Row, Row);
            KeyRotation.Put(made, await master.Wrap(RandomNumberGenerator.GetBytes(SealedBox.KeyBytes), cancellation));
            await table.TryAdd(made, cancellation);
            row = await table.Find(Row, Row, cancellation)
                ?? throw new InvalidOperationException($"The row {Row} vanished from table {PlatformTables.Keys} right after it was written.");
        }

        try
        {
            _secret = await master.Unwrap(KeyRotation.Of(row)!.Value, cancellation);
        }
        catch (SealBrokenException broken)
        {
            throw new KeyFileException(
                $"The stored data was sealed with master key {row.GetString("MasterKey")}, and this installation has {master.Id}. "
                + "Put back the key file from the backup, or start with an empty data folder.", broken);
        }
    }

    /// <param name="purpose">A constant of <see cref="KeyPurpose"/>; different purposes give independent keys.</param>
    public byte[] For(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        _secret ?? throw new InvalidOperationException("PlatformKeys.Load has not run yet; it belongs to the start of the app."),
        SealedBox.KeyBytes,
        info: Encoding.UTF8.GetBytes("boai|" + purpose));

    /// <summary>Keyed hash as lower-case hex, for keys and comparisons that must not reveal what they were made of.</summary>
    public string Hash(string purpose, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(For(purpose), Encoding.UTF8.GetBytes(text)));
}

/// <summary>What a derived key is for; never reused for another thing.</summary>
public static class KeyPurpose
{
    public const string PersonIndex = "person-index";
    public const string Requests = "requests";
    public const string RecordedAnswers = "recorded-answers";
    public const string CaseSessions = "case-sessions";
    public const string AccessLog = "access-log";
    public const string PhoneCodes = "phone-codes";
    public const string Outbox = "outbox";
    public const string DocumentIds = "document-ids";
    public const string Sampling = "sampling";
    public const string PublicLists = "public-lists";
    public const string HospitalMessages = "hospital-messages";
    public const string HospitalStaff = "hospital-staff";
    public const string Certificates = "certificates";
    public const string Memorials = "memorials";
    public const string DonationOutcomes = "donation-outcomes";
    public const string Partners = "partners";
}
