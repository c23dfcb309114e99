using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Certificates;
using Boai.Workflows.Shared;

namespace Boai.Functions.Certificates;

/// <summary>A stored request, with who is named in it under seal.</summary>
/// <param name="HolderKey">Keyed hash of holder and kind: finds a second request for the same.</param>
/// <param name="IssuedOn">The day that the sheet bears, once somebody began to issue it: the same however often that is tried.</param>
internal sealed record StoredRequest(CertificateRequest Request, string Sealed, string HolderKey, DateOnly? IssuedOn, ETag ETag);

/// <param name="Blob">Name of the sealed sheet.</param>
internal sealed record StoredCertificate(Certificate Certificate, string Blob, ETag ETag);

/// <summary>Requests and certificates. Numbers of a series have no gaps: counter, certificate and the mark of its request are one transaction.</summary>
internal sealed class CertificateStore(AppStorage storage)
{
    private TableClient Table => storage.Table(CertificateTables.Certificates);

    public async Task<StoredRequest?> FindRequest(CaseNumber number, string requestId, CancellationToken cancellation) =>
        OpaqueId.Fits(requestId, RequestPrefix) && await Table.Find(number.Value, RequestKey(number, requestId), cancellation) is { } row ? ReadRequest(row) : null;

    /// <summary>Every request of a case. A query: for people.</summary>
    public async Task<IReadOnlyList<StoredRequest>> Requests(CaseNumber number, CancellationToken cancellation)
    {
        List<StoredRequest> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {number.Value}"), cancellationToken: cancellation))
        {
            found.Add(ReadRequest(row));
        }

        return [.. found.OrderBy(one => one.Request.PreparedAt)];
    }

    /// <returns>False when it is there already.</returns>
    public Task<bool> Add(StoredRequest stored, CancellationToken cancellation) => Table.TryAdd(Row(stored), cancellation);

    /// <returns>False when somebody else wrote first.</returns>
    public Task<bool> Update(StoredRequest stored, CancellationToken cancellation) => Table.TryMerge(Row(stored), stored.ETag, cancellation);

    public async Task<StoredCertificate?> Find(CertificateNumber number, CancellationToken cancellation) =>
        await Table.Find(SeriesOf(number), number.Value, cancellation) is { } row ? ReadCertificate(row) : null;

    /// <summary>The certificate that was issued for a request in a series; null when none was.</summary>
    public async Task<StoredCertificate?> FindFor(string series, string requestId, CancellationToken cancellation) =>
        await Table.Find(series, MarkKey(series, requestId), cancellation) is { } mark
            ? await Find(CertificateNumber.Parse(mark.GetString("Number")), cancellation)
            : null;

    /// <summary>The place that the next certificate of a series takes.</summary>
    public async Task<(int Sequence, ETag? Basis)> Next(string series, CancellationToken cancellation) =>
        await Table.Find(series, CounterKey(series), cancellation) is { } row ? (row.GetInt32("Next")!.Value, row.ETag) : (1, null);

    /// <summary>Writes a certificate under the number that it was made for.</summary>
    /// <returns>False when another certificate took the number meanwhile, or the request has one.</returns>
    public async Task<bool> Issue(Certificate certificate, string blob, ETag? basis, CancellationToken cancellation)
    {
        string series = SeriesOf(certificate.Number);
        TableEntity counter = new(series, CounterKey(series)) { ["Next"] = certificate.Number.Sequence + 1 };
        try
        {
            await Table.SubmitTransactionAsync(
            [
                basis is { } read ? new(TableTransactionActionType.UpdateReplace, counter, read) : new(TableTransactionActionType.Add, counter),
                new(TableTransactionActionType.Add, Row(certificate, blob)),
                new(TableTransactionActionType.Add, new TableEntity(series, MarkKey(series, certificate.RequestId)) { ["Number"] = certificate.Number.Value }),
            ], cancellation);
            return true;
        }
        catch (TableTransactionFailedException lost) when (lost.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <returns>False when somebody else wrote first.</returns>
    public Task<bool> Update(StoredCertificate stored, Certificate next, CancellationToken cancellation) =>
        Table.TryMerge(Row(next, stored.Blob), stored.ETag, cancellation);

    internal const string RequestPrefix = "crq_";

    private static string SeriesOf(CertificateNumber number) => CertificateNumber.SeriesOf(number.Kind, number.Year);

    private static string RequestKey(CaseNumber number, string requestId) => $"{number.Value}|{requestId}";

    private static string CounterKey(string series) => series + "|next";

    private static string MarkKey(string series, string requestId) => $"{series}|{requestId}";

    private static TableEntity Row(StoredRequest stored)
    {
        TableEntity row = new(stored.Request.Case.Value, RequestKey(stored.Request.Case, stored.Request.Id))
        {
            ["Sealed"] = stored.Sealed, ["Holder"] = stored.HolderKey, ["IssuedOn"] = stored.IssuedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
        row.SetText("Request", CaseJson.Write(stored.Request));
        return row;
    }

    private static StoredRequest ReadRequest(TableEntity row) => new(
        CaseJson.Read<CertificateRequest>(row.GetText("Request")), row.GetString("Sealed"), row.GetString("Holder"),
        row.GetString("IssuedOn") is { Length: > 0 } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null, row.ETag);

    private static TableEntity Row(Certificate certificate, string blob)
    {
        TableEntity row = new(SeriesOf(certificate.Number), certificate.Number.Value) { ["Blob"] = blob, ["Status"] = certificate.Status.ToString() };
        row.SetText("Certificate", CaseJson.Write(certificate));
        return row;
    }

    private static StoredCertificate ReadCertificate(TableEntity row) => new(CaseJson.Read<Certificate>(row.GetText("Certificate")), row.GetString("Blob"), row.ETag);
}
