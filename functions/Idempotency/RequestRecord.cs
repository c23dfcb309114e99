using Azure.Data.Tables;

namespace Boai.Functions.Idempotency;

/// <summary>What is stored about one POST: one row, written when it begins and when it ends.</summary>
internal static class RequestRow
{
    public const string Started = "started";
    public const string Failed = "failed";
    public const string Swept = "swept";
    public const string Done = "done";

    public static string Partition(string id) => id[..2];

    public static TableEntity New(string id, string function, string digest, string attempt, DateTimeOffset now, DateTimeOffset leaseUntil, string caseNumber) =>
        new(Partition(id), id)
        {
            ["Function"] = function,
            ["Digest"] = digest,
            ["Attempt"] = attempt,
            ["State"] = Started,
            ["StartedAt"] = now,
            ["LeaseUntil"] = leaseUntil,
            ["Case"] = caseNumber,
        };
}

/// <summary>An answer as it was given, to be given again.</summary>
/// <param name="Body">At most 60 KiB.</param>
internal sealed record RecordedAnswer(int Status, string? ContentType, string? Location, byte[] Body);
