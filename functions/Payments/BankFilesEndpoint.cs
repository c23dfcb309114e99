using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.OpenApi;
using Boai.Functions.Vault;
using Boai.Workflows.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Payments;

/// <summary>Bank files for the cashier: export a batch, fetch its file, import the bank's answer.</summary>
public sealed class BankFilesEndpoint(CurrentRequest request, BatchDesk desk)
{
    [Function("ExportBatch")]
    public async Task<Ok<BatchView>> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/batches/{batchId}/export")] HttpRequest http,
        string batchId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        BatchVersionForm form = await StrictJson.Read<BatchVersionForm>(http, cancellation);
        return TypedResults.Ok(BatchView.Of(await desk.Export(BatchesEndpoint.Id(batchId), form.Version, request.Actor, Purpose(), client, cancellation)));
    }

    // Not the answer of the export itself: answers to a POST are kept to be given again, and names and accounts are kept in the vault alone.
    [Function("ReadBatchFile")]
    [AnswersWith("text/csv")]
    public async Task<FileContentHttpResult> File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/batches/{batchId}/file")] HttpRequest http, string batchId, CancellationToken cancellation)
    {
        BankFileEncoding encoding = http.Query["encoding"].ToString() switch
        {
            "" or "gb18030" => BankFileEncoding.Gb18030,
            "utf-8" => BankFileEncoding.Utf8,
            _ => throw new ProblemException(Problem.Of(PlatformErrors.RequestQuery, ("name", "encoding"))),
        };
        BatchId id = BatchesEndpoint.Id(batchId);
        byte[] file = await desk.File(id, request.Actor, Purpose(), encoding, cancellation);
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        http.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(file, encoding == BankFileEncoding.Utf8 ? "text/csv; charset=utf-8" : "text/csv; charset=gb18030", $"{id}.csv");
    }

    [Function("ImportBankReturn")]
    public async Task<Ok<BatchView>> Import(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/batches/{batchId}/return")] HttpRequest http,
        string batchId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        BatchId id = BatchesEndpoint.Id(batchId);
        byte[] file = await ReadFile(http, id, cancellation);
        return TypedResults.Ok(BatchView.Of(await desk.Import(id, file, request.Actor, client, cancellation)));
    }

    // One byte more than the limit is enough to refuse; the rest is not read.
    private static async Task<byte[]> ReadFile(HttpRequest http, BatchId id, CancellationToken cancellation)
    {
        using MemoryStream file = new();
        byte[] chunk = new byte[16 * 1024];
        int read;
        while ((read = await http.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            file.Write(chunk, 0, read);
            if (file.Length > BankReturnFile.MostBytes)
            {
                throw BankFileRefusal.Of(id, [BankFileProblem.At(0, BankFileProblems.TooLarge)]);
            }
        }

        return file.ToArray();
    }

    private AccessPurpose Purpose() => request.Purpose.Code == PurposeCodes.Payment
        ? request.Purpose
        : throw new ProblemException(Problem.Of(PlatformErrors.AccessPurpose, ("codes", PurposeCodes.Payment)));
}
