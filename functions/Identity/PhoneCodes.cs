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
/// same whether or not the phone is the applicant's and the case exists; only a phone that matches gets a message.
/// </remarks>
public sealed class PhoneCodes(
    AppStorage storage, CaseStore cases, PersonVault vault, PlatformKeys keys, PolicyBook policies, IMessages messages, TimeProvider time)
{
    private const int CodesPerHour = 5;

    private TableClient Table => storage.Table(PlatformTables.PhoneCodes);

    /// <summary>Sends a code, if the phone is the applicant's.</summary>
    /// <param name="messageId">Makes the message one, however often the request comes.</param>
    /// <exception cref="ProblemException">Too soon after the last code, or too many in an hour: of the case, whoever asked.</exception>
    public async Task Issue(CaseNumber number, PhoneNumber phone, string messageId, CancellationToken cancellation)
    {
        string code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        await Keep(number, Hash(number, phone, code), cancellation);

        StoredHead? stored = await cases.Find(number, cancellation);
        if (stored is not null && await vault.Matches(stored.Applicant, number, VaultField.Phone, phone.Normalized, cancellation))
        {
            string text = IdentityText.Format("phone-code", code, ValidMinutes, number.Value);
            await messages.Send(new OutgoingMessage("phone-code|" + messageId, stored.Applicant, number.Value, "phone-code", phone.Normalized, text), cancellation);
        }
    }

    /// <summary>Uses up a try; a right code is used up with it.</summary>
    /// <returns>The applicant of the case, or null when the code is wrong, old, used, or tried too often.</returns>
    public async Task<SubjectId?> Redeem(CaseNumber number, PhoneNumber phone, string code, CancellationToken cancellation)
    {
        if (!await IsRight(number, Hash(number, phone, code), cancellation))
        {
            return null;
        }

        // The hash holds any phone that asked; only the applicant's leads in.
        return await cases.Find(number, cancellation) is { } stored
            && await vault.Matches(stored.Applicant, number, VaultField.Phone, phone.Normalized, cancellation)
                ? stored.Applicant
                : null;
    }

    private async Task<bool> IsRight(CaseNumber number, string offered, CancellationToken cancellation)
    {
        while (true)
        {
            TableEntity? row = await Table.Find(Key(number), Key(number), cancellation);
            string held = row?.GetString("Code") ?? "";
            int tries = row?.GetInt32("Tries") ?? 0;
            if (row is null || held.Length == 0 || tries >= MaxAttempts || row.GetDateTimeOffset("ExpiresAt") <= time.GetUtcNow())
            {
                return false;
            }

            // The try is written before the answer is known, so that tries at the same moment count each.
            bool right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(held), Encoding.ASCII.GetBytes(offered));
            TableEntity tried = new(row.PartitionKey, row.RowKey) { ["Tries"] = tries + 1, ["Code"] = right ? "" : held };
            if (await Table.TryMerge(tried, row.ETag, cancellation))
            {
                return right;
            }
        }
    }

    private async Task Keep(CaseNumber number, string hash, CancellationToken cancellation)
    {
        while (true)
        {
            DateTimeOffset now = time.GetUtcNow();
            TableEntity? row = await Table.Find(Key(number), Key(number), cancellation);
            DateTimeOffset hour = row?.GetDateTimeOffset("HourFrom") is { } from && from > now.AddHours(-1) ? from : now;
            int issued = hour == now ? 0 : row?.GetInt32("Issued") ?? 0;
            DateTimeOffset next = (row?.GetDateTimeOffset("IssuedAt") ?? DateTimeOffset.MinValue).AddSeconds(ResendSeconds);
            if (next > now || issued >= CodesPerHour)
            {
                throw new ProblemException([new Problem(PlatformErrors.PhoneCodeRate)], issued >= CodesPerHour ? hour.AddHours(1) - now : next - now);
            }

            TableEntity kept = new(Key(number), Key(number))
            {
                ["Code"] = hash,
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

    private string Key(CaseNumber number) => keys.Hash(KeyPurpose.PhoneCodes, "case|" + number.Value);

    private string Hash(CaseNumber number, PhoneNumber phone, string code) =>
        keys.Hash(KeyPurpose.PhoneCodes, $"code|{number.Value}|{phone.Normalized}|{code}");
}
