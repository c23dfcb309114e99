using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;

namespace Boai.Functions.Certificates;

/// <summary>Slows down whoever tries codes: an address that was wrong too often in an hour waits for its end. What is right costs nothing.</summary>
internal sealed class VerificationLimit(CurrentRequest request, AppStorage storage, PolicyBook policies, TimeProvider time)
{
    private string Key => "from|" + request.From;

    private TableClient Table => storage.Table(CertificateTables.Certificates);

    /// <exception cref="ProblemException">Too many wrong codes.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (await Table.Find(Key, Key, cancellation) is { } row && Until(row) is { } until && until > now
            && row.GetInt32("Failures") >= policies.Today.Count(PolicyKeys.CertificateVerifyFailuresPerHour, ChinaCalendar.DateOf(now)))
        {
            throw new ProblemException([new Problem(CertificateErrors.VerifyRate)], until - now);
        }
    }

    public async Task Count(CancellationToken cancellation)
    {
        while (true)
        {
            DateTimeOffset now = time.GetUtcNow();
            TableEntity? row = await Table.Find(Key, Key, cancellation);
            bool goesOn = row is not null && Until(row) > now;
            TableEntity counted = new(Key, Key) { ["Until"] = goesOn ? Until(row!) : now.AddHours(1), ["Failures"] = goesOn ? row!.GetInt32("Failures") + 1 : 1 };
            if (row is null ? await Table.TryAdd(counted, cancellation) : await Table.TryMerge(counted, row.ETag, cancellation))
            {
                return;
            }
        }
    }

    private static DateTimeOffset? Until(TableEntity row) => row.GetDateTimeOffset("Until");
}
