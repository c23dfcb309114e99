using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Idempotency;

/// <summary>Every POST carries <c>Idempotency-Key</c>, and one key means one act: repeating it gives the same answer and the same case.</summary>
/// <remarks>
/// Two storage operations: a row when the work begins, the sealed answer when it ends. A request that was refused leaves no row. A row
/// whose process died is taken over by the next attempt, which does the work again under the same decision id and case number; everything
/// underneath is written once under those.
/// </remarks>
internal sealed class IdempotencyMiddleware(
    AccessTable table, RequestStore requests, CaseNumbers numbers, PlatformKeys keys, TimeProvider time, ILogger<IdempotencyMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    private const string Header = "Idempotency-Key";
    private const long LargestStream = 32 * 1024 * 1024;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StreamLease = TimeSpan.FromMinutes(10);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!context.IsPost() || table.Find(context.FunctionDefinition.Name)!.IsKeyless)
        {
            await next(context);
            return;
        }

        HttpContext http = context.Http();
        CurrentRequest request = context.Current();
        AccessRule rule = table.Find(context.FunctionDefinition.Name)!;
        string id = Id(context.FunctionDefinition.Name, request.Caller.Id, KeyOf(http.Request));
        request.DecisionId = id[..32];

        using DigestingStream body = await Body(http.Request, rule, context.CancellationToken);
        TimeSpan lease = rule.IsStreamed ? StreamLease : Lease;
        TableEntity row = await Row(context, rule, id, body, lease);
        switch (await requests.Take(id, row, lease, digestIsFinal: !rule.IsStreamed, context.CancellationToken))
        {
            case Claim.Ours ours:
                if (rule.Opens is not null)
                {
                    request.Reserved = (BusinessCode.Parse(rule.Opens), ours.Year!.Value, ours.Sequence!.Value);
                }

                await Work(context, next, id, ours.ETag, body);
                break;
            case Claim.Done done:
                await Repeat(context, done, rule, http, body);
                break;
            case Claim.Conflict:
                throw new ProblemException(PlatformErrors.IdempotencyConflict);
            case Claim.Running running:
                throw new ProblemException([new Problem(PlatformErrors.IdempotencyRunning)], running.Wait);
        }
    }

    private async Task Work(FunctionContext context, FunctionExecutionDelegate next, string id, ETag claim, DigestingStream body)
    {
        HttpContext http = context.Http();
        CurrentRequest request = context.Current();
        RecordedAnswer answer;
        try
        {
            await next(context);
            IResult result = context.GetInvocationResult().Value as IResult
                ?? throw new InvalidOperationException($"{context.FunctionDefinition.Name} answers POST and must return an IResult, so that its answer can be given again.");
            answer = await RecordedResult.Capture(result, http);
            if (answer.Status >= 400)
            {
                await requests.Forget(id, claim, context.CancellationToken);
                return;
            }
        }
        catch (ProblemException)
        {
            await requests.Forget(id, claim, context.CancellationToken);
            throw;
        }
        catch (Exception)
        {
            await NoteFailure(id, claim, request);
            throw;
        }

        await requests.Finish(id, claim, Digest(http.Request, body), answer, CaseText(context, request), context.CancellationToken);
        context.GetInvocationResult().Value = new RecordedResult(answer, replayed: false);
    }

    private async Task Repeat(FunctionContext context, Claim.Done done, AccessRule rule, HttpContext http, DigestingStream body)
    {
        if (rule.IsStreamed && (!await body.Drain(LargestStream, context.CancellationToken) || Digest(http.Request, body) != done.Digest))
        {
            throw new ProblemException(PlatformErrors.IdempotencyConflict);
        }

        context.GetInvocationResult().Value = new RecordedResult(done.Answer, replayed: true);
    }

    // The request may have been cancelled with the storage still there, or the storage be gone: try, and never hide the first failure.
    private async Task NoteFailure(string id, ETag claim, CurrentRequest request)
    {
        try
        {
            await requests.Fail(id, claim, request.Opened?.Value ?? request.CaseOrNull?.Head.Number.Value ?? "", CancellationToken.None);
        }
        catch (RequestFailedException failure)
        {
            logger.LogWarning("Request {Id} broke off and could not be marked ({Status}); its lease ends by itself", id[..8], failure.Status);
        }
    }

    private async Task<TableEntity> Row(FunctionContext context, AccessRule rule, string id, DigestingStream body, TimeSpan lease)
    {
        DateTimeOffset now = time.GetUtcNow();
        string digest = rule.IsStreamed ? "" : Digest(context.Http().Request, body);
        TableEntity row = RequestRow.New(
            id, context.FunctionDefinition.Name, digest, Guid.NewGuid().ToString("N"), now, now + lease, CaseText(context, context.Current()));
        if (rule.Opens is { } business)
        {
            int year = ChinaCalendar.DateOf(now).Year;
            row["Business"] = business;
            row["Year"] = year;
            row["Sequence"] = await numbers.Reserve(BusinessCode.Parse(business), year, context.CancellationToken);
        }

        return row;
    }

    private async Task<DigestingStream> Body(HttpRequest request, AccessRule rule, CancellationToken cancellation)
    {
        byte[] key = keys.For(KeyPurpose.Requests);
        if (rule.IsStreamed)
        {
            DigestingStream streamed = new(request.Body, key);
            request.Body = streamed;
            return streamed;
        }

        byte[] form = await StrictJson.ReadAll(request, cancellation);
        DigestingStream buffered = new(new MemoryStream(form, writable: false), key);
        await buffered.Drain(StrictJson.MaxBytes, cancellation);
        request.Body = new MemoryStream(form, writable: false);
        return buffered;
    }

    private string Digest(HttpRequest request, DigestingStream body) =>
        keys.Hash(KeyPurpose.Requests, $"{request.Method}\n{request.Path}\n{request.QueryString}\n{body.Digest}");

    private string Id(string function, string caller, Guid key) => keys.Hash(KeyPurpose.Requests, $"{function}\n{caller}\n{key:D}");

    private static Guid KeyOf(HttpRequest request) => Guid.TryParseExact(request.Headers[Header].ToString(), "D", out Guid key)
        ? key
        : throw new ProblemException(PlatformErrors.IdempotencyMissing);

    private static string CaseText(FunctionContext context, CurrentRequest request) =>
        request.Opened?.Value ?? request.CaseOrNull?.Head.Number.Value ?? context.CaseNumber()?.Value ?? "";
}
