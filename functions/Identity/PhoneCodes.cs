using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Messages;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.Identity;

/// <summary>One-time codes to the phone that an applicant gave in a case.</summary>
/// <remarks>
/// Six digits, stored as a keyed hash, valid for minutes and for a few tries, all from the policy pack. The answer, and the operations behind it, are the
/// same whether or not the phone is the applicant's and the case exists; only a phone that matches gets a message. A request that broke off
/// and is repeated leads to the same code, and a code that it used up is still right for it.
/// </remarks>
public sealed class PhoneCodes(
    AppStorage storage, CaseStore cases, PersonVault vault, PlatformKeys keys, PolicyBook policies, IMessages messages, TimeProvider time)
{
    private const int CodesPerHour = 5;

    private TableClient Table => storage.Table(PlatformTables.PhoneCodes);

    /// <summary>Sends a code, if the phone is the applicant's.</summary>
    /// <param name="requestId">Makes code and message one, however often the request comes.</param>
    /// <exception cref="ProblemException">Too soon after the last code, or too many in an hour: of the case, whoever asked.</exception>
    public async Task Issue(CaseNumber number, PhoneNumber phone, string requestId, CancellationToken cancellation)
    {
        string code = CodeFor(number, phone, requestId);
        await Keep(number, Hash(number, phone, code), requestId, cancellation);

        StoredHead? stored = await cases.Find(number, cancellation);
        if (stored is not null && await vault.Matches(stored.Applicant, number, VaultField.Phone, phone.Normalized, cancellation))
        {
            string text = IdentityText.Format("phone-code", code, ValidMinutes, number.Value);
            await messages.Send(new OutgoingMessage("phone-code|" + requestId, stored.Applicant, number.Value, "phone-code", phone.Normalized, text), cancellation);
        }
    }

    /// <summary>Uses up a try; a right code is used up with it.</summary>
    /// <param name="requestId">Finds the code right again when the same request comes again.</param>
    /// <returns>The applicant of the case, or null when the code is wrong, old, used, or tried too often.</returns>
    public async Task<SubjectId?> Redeem(CaseNumber number, PhoneNumber phone, string code, string requestId, CancellationToken cancellation)
    {
        if (!await IsRight(number, Hash(number, phone, code), requestId, cancellation))
        {
            return null;
        }

        // The hash holds any phone that asked; only the applicant's leads in.
        return await cases.Find(number, cancellation) is { } stored
            && await vault.Matches(stored.Applicant, number, VaultField.Phone, phone.Normalized, cancellation)
                ? stored.Applicant
                : null;
    }

    private async Task<bool> IsRight(CaseNumber number, string offered, string requestId, CancellationToken cancellation)
    {
        string use = keys.Hash(KeyPurpose.PhoneCodes, $"use|{requestId}|{offered}");
        while (true)
        {
            TableEntity? row = await Table.Find(Key(number), Key(number), cancellation);
            if (row is null || row.GetDateTimeOffset("ExpiresAt") <= time.GetUtcNow())
            {
                return false;
            }

            string held = row.GetString("Code") ?? "";
            int tries = row.GetInt32("Tries") ?? 0;
            if (held.Length == 0 || tries >= MaxAttempts)
            {
                return Same(row.GetString("UsedBy") ?? "", use);
            }

            // The try is written before the answer is known, so that tries at the same moment count each.
            bool right = Same(held, offered);
            TableEntity tried = new(row.PartitionKey, row.RowKey) { ["Tries"] = tries + 1, ["Code"] = right ? "" : held, ["UsedBy"] = right ? use : "" };
            if (await Table.TryMerge(tried, row.ETag, cancellation))
            {
                return right;
            }
        }
    }

    private static bool Same(string held, string offered) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(held), Encoding.ASCII.GetBytes(offered));

    private async Task Keep(CaseNumber number, string hash, string requestId, CancellationToken cancellation)
    {
        while (true)
        {
            DateTimeOffset now = time.GetUtcNow();
            TableEntity? row = await Table.Find(Key(number), Key(number), cancellation);
            if (row?.GetString("Request") == requestId)
            {
                return; // kept before the request broke off
            }

            DateTimeOffset hour = row?.GetDateTimeOffset("HourFrom") is { } from && from > now.AddHours(-1) ? from : now;
            int issued = hour == now ? 0 : row?.GetInt32("Issued") ?? 0;
            DateTimeOffset next = (row?.GetDateTimeOffset("IssuedAt") ?? DateTimeOffset.MinValue).AddSeconds(ResendSeconds);
            if (next > now || issued >= CodesPerHour)
            {
                throw new ProblemException([new Problem(PlatformErrors.PhoneCodeRate)], issued >= CodesPerHour ? hour.AddHours(1) - now : next - now);
            }

            TableEntity kept = new(Key(number), Key(number))
            {
                ["Request"] = requestId,
                ["Code"] = hash,
                ["UsedBy"] = "",
                ["Tries"] = 0,
                ["IssuedAt"] = now,
                ["ExpiresAt"] = now.AddMinutes(ValidMinutes),
                ["HourFrom"] = hour,
                ["Issued"] = issued + 1,
            };
            if (row is null ? await Table.TryAdd(kept, cancellation) : await Table.TryMerge(kept, row.ETag, cancellation))
            {
                return;
            }
        }
    }

    private DateOnly Today => ChinaCalendar.DateOf(time.GetUtcNow());

    private int MaxAttempts => policies.Today.Count(PolicyKeys.OtpMaxAttempts, Today);

    private int ResendSeconds => policies.Today.Seconds(PolicyKeys.OtpResendSeconds, Today);

    private int ValidMinutes => policies.Today.Minutes(PolicyKeys.OtpValidMinutes, Today);

    // Made of the request under a secret key: as unforeseeable as a random one, and the same whenever the request comes.
    private string CodeFor(CaseNumber number, PhoneNumber phone, string requestId) =>
        (Convert.ToUInt64(keys.Hash(KeyPurpose.PhoneCodes, $"code-for|{number.Value}|{phone.Normalized}|{requestId}")[..16], 16) % 1_000_000)
            .ToString("D6", CultureInfo.InvariantCulture);

    private string Key(CaseNumber number) => keys.Hash(KeyPurpose.PhoneCodes, "case|" + number.Value);

    private string Hash(CaseNumber number, PhoneNumber phone, string code) =>
        keys.Hash(KeyPurpose.PhoneCodes, $"code|{number.Value}|{phone.Normalized}|{code}");
}
