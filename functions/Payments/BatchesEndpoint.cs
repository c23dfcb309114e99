using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Payments;

/// <summary>Batches for the accountant: prepare, look at, reconcile, dissolve.</summary>
public sealed class BatchesEndpoint(CurrentRequest request, BatchDesk desk, PaymentBatches batches)
{
    [Function("PrepareBatch")]
    public async Task<Created<BatchView>> Prepare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/batches")] HttpRequest http,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        PrepareBatchForm form = await StrictJson.Read<PrepareBatchForm>(http, cancellation);
        PaymentBatch batch = await desk.Prepare(request.Actor, form.Parse(), request.DecisionId, client, cancellation);
        return TypedResults.Created($"/api/payments/batches/{batch.Id}", BatchView.Of(batch));
    }

    [Function("ListBatches")]
    public async Task<Ok<IReadOnlyList<BatchView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/batches")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<PaymentBatch> found = await batches.Of(request.UnitAsked(http), cancellation);
        return TypedResults.Ok<IReadOnlyList<BatchView>>([.. found.Select(BatchView.Of)]);
    }

    [Function("ReadBatch")]
    public async Task<Ok<BatchView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/batches/{batchId}")] HttpRequest http, string batchId, CancellationToken cancellation)
    {
        BatchId id = Id(batchId);
        StoredBatch stored = await batches.Find(id, cancellation) ?? throw new ProblemException(Problem.Of(PaymentProblems.BatchUnknown, ("batch", id.Value)));
        request.MustSee(stored.Batch.Unit);
        return TypedResults.Ok(BatchView.Of(stored.Batch));
    }

    [Function("ReconcileBatch")]
    public async Task<Ok<BatchView>> Reconcile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/batches/{batchId}/reconciliation")] HttpRequest http,
        string batchId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReconcileBatchForm form = await StrictJson.Read<ReconcileBatchForm>(http, cancellation);
        return TypedResults.Ok(BatchView.Of(await desk.Reconcile(
            Id(batchId), form.Version, form.StatementPaidFen, form.StatementOn, request.Actor, client, cancellation)));
    }

    [Function("DissolveBatch")]
    public async Task<Ok<BatchView>> Dissolve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/batches/{batchId}/dissolution")] HttpRequest http,
        string batchId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        DissolveBatchForm form = await StrictJson.Read<DissolveBatchForm>(http, cancellation);
        return TypedResults.Ok(BatchView.Of(await desk.Dissolve(Id(batchId), form.Version, form.Reason(), request.Actor, client, cancellation)));
    }

    internal static BatchId Id(string text) => BatchId.TryParse(text, out BatchId? id, out InputFault fault)
        ? id
        : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "batchId"));
}
