using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.HospitalMessages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages;

/// <summary>HOSP-01 by HTTP, and what the duty desk sees of it.</summary>
internal sealed class MessagesEndpoint(CurrentRequest request, MessageDoor door, MessageStore store, HospitalRegister register, TimeProvider time)
{
    /// <summary>FHIR's own operation: a message in, its answer out; 200 when accepted, 4xx with the same form when refused.</summary>
    [Function("ProcessHospitalMessage")]
    public async Task<FhirResult> Process(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "fhir/$process-message")] HttpRequest http,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (http.ContentType is not { } type || !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(Problem.Of(PlatformErrors.RequestContentType, ("expected", FhirTerms.Json)));
        }

        byte[] body = await StrictJson.ReadAll(http, cancellation);
        string owner = await register.OwnerOf(request.Actor.StaffId, cancellation) ?? "";
        MessageAnswer answer = await door.Receive(
            body, new MessageBearer(owner, request.Actor.StaffId, request.Actor.Role, request.From), client, cancellation);
        return new FhirResult(FhirReplies.Acknowledgement(answer.Reply, answer.Sender, time.GetUtcNow()), StatusOf(answer));
    }

    [Function("ListHospitalMessages")]
    public async Task<Ok<IReadOnlyList<StoredMessage>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hospital-messages")] HttpRequest http, CancellationToken cancellation)
    {
        if (!Enum.TryParse(http.Query["stage"].ToString(), ignoreCase: true, out MessageStage stage) || !Enum.IsDefined(stage))
        {
            throw new ProblemException(Problem.Of(PlatformErrors.RequestQuery, ("name", "stage")));
        }

        return TypedResults.Ok(await store.At(stage, cancellation));
    }

    [Function("ReplayHospitalMessage")]
    public async Task<Ok<StoredMessage>> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hospital-messages/{messageId}/replay")] HttpRequest http, string messageId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(messageId, "D", out _) || await store.Find(messageId, cancellation) is null)
        {
            throw new ProblemException(HospitalErrors.MessageUnknown);
        }

        StoredMessage again = await store.Change(
            messageId,
            message => message.Stage == MessageStage.SetAside
                ? message with { Stage = MessageStage.Accepted, Replays = message.Replays + 1, ReasonCode = null }
                : throw new ProblemException(HospitalErrors.MessageNotAside),
            cancellation);
        await MessageDoor.Enqueue(client, new MessageToHandle(messageId, again.Replays), cancellation);
        return TypedResults.Ok(again);
    }

    private static int StatusOf(MessageAnswer answer) => answer switch
    {
        { Reply.Code: ResponseCode.Ok } => StatusCodes.Status200OK,
        { IsReadable: false } => StatusCodes.Status400BadRequest,
        { Reply.Issues: [{ Code: MessageProblems.SenderMismatch or MessageProblems.SenderUnknown or MessageProblems.SenderNotAllowed }, ..] } => StatusCodes.Status403Forbidden,
        { Reply.Issues: [{ Code: MessageProblems.IdReused }, ..] } => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

/// <summary>An answer in FHIR's own content type.</summary>
internal sealed class FhirResult(byte[] body, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = FhirTerms.Json;
        httpContext.Response.Headers.CacheControl = "no-store";
        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
