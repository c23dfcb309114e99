using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.HospitalMessages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages.Queue;

/// <summary>A message that the queue put aside, as the desk sees it.</summary>
/// <param name="Reason">In Chinese.</param>
public sealed record DeadLetterView(
    string Digest, string? Sender, string ReasonCode, string Reason, string Description, DateTimeOffset EnqueuedAt, DateTimeOffset At, int Deliveries, int Times,
    DeadLetterStage Stage);

/// <summary>A message that was sent through again.</summary>
/// <param name="MessageId">Of the message, as far as it could be read.</param>
/// <param name="Code">How it was answered.</param>
/// <param name="Issues">Why.</param>
public sealed record DeadLetterReplayed(string MessageId, ResponseCode Code, IReadOnlyList<MessageIssue> Issues);

/// <summary>What the duty desk does about messages that the queue put aside (handbook §11.3 rule 5).</summary>
internal sealed class DeadLettersEndpoint(
    CurrentRequest request, DeadLetters deadLetters, MessageDoor door, HospitalRegister register, HospitalPost post, TimeProvider time)
{
    [Function("ListDeadLetters")]
    public async Task<Ok<IReadOnlyList<DeadLetterView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hospital-messages/dead-letters")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<DeadLetterView> views = [.. (await deadLetters.At(DeadLetterStage.Waiting, cancellation)).Select(View)];
        return TypedResults.Ok(views);
    }

    /// <summary>Sends one through again, once its cause is mended: its key registered, this software put right.</summary>
    [Function("ReplayDeadLetter")]
    public async Task<Ok<DeadLetterReplayed>> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hospital-messages/dead-letters/{digest}/replay")] HttpRequest http, string digest,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        (DeadLetter dead, Azure.ETag basis) = await Waiting(digest, cancellation);
        byte[] body = await deadLetters.Body(digest, cancellation);
        Hospital? signer = dead.Sender is { } code ? await register.Find(code, cancellation) : null;
        if (signer is null || !MessageSignature.IsBy(signer, dead.KeyId, dead.Signature, body))
        {
            throw new ProblemException(HospitalErrors.DeadLetterUnsigned);
        }

        MessageAnswer answer = await door.Receive(body, QueueTriggers.BearerOf(signer) with { From = request.From }, client, cancellation);
        if (answer.IsExpected)
        {
            DateTimeOffset now = time.GetUtcNow();
            SentMessage sent = new(signer.Code.Value, FhirReplies.IdOfAcknowledgement(answer.Reply), FhirReplies.AnswerCode, now);
            await post.Send(sent, FhirReplies.Acknowledgement(answer.Reply, signer.Code.Value, now), awaited: false, client, cancellation);
        }

        // What still cannot be read goes on waiting.
        if (answer.IsReadable && await deadLetters.Change(dead with { Stage = DeadLetterStage.Replayed }, basis, cancellation))
        {
            await deadLetters.Destroy(digest, cancellation);
        }

        return TypedResults.Ok(new DeadLetterReplayed(answer.Reply.To, answer.Reply.Code, answer.Reply.Issues));
    }

    /// <summary>Gives one up: its bytes are destroyed, its digest stays.</summary>
    [Function("DiscardDeadLetter")]
    public async Task<Ok<DeadLetterView>> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hospital-messages/dead-letters/{digest}/discard")] HttpRequest http, string digest,
        CancellationToken cancellation)
    {
        (DeadLetter dead, Azure.ETag basis) = await Waiting(digest, cancellation);
        DeadLetter discarded = dead with { Stage = DeadLetterStage.Discarded };
        if (!await deadLetters.Change(discarded, basis, cancellation))
        {
            throw new ProblemException(HospitalErrors.DeadLetterDone);
        }

        await deadLetters.Destroy(digest, cancellation);
        return TypedResults.Ok(View(discarded));
    }

    private async Task<(DeadLetter Dead, Azure.ETag Basis)> Waiting(string digest, CancellationToken cancellation) =>
        await deadLetters.Find(digest, cancellation) is not (DeadLetter dead, Azure.ETag basis) ? throw new ProblemException(HospitalErrors.DeadLetterUnknown)
        : dead.Stage != DeadLetterStage.Waiting ? throw new ProblemException(HospitalErrors.DeadLetterDone)
        : (dead, basis);

    private static DeadLetterView View(DeadLetter dead) => new(
        dead.Digest, dead.Sender, dead.ReasonCode, HospitalTexts.Of(dead.ReasonCode), dead.Description, dead.EnqueuedAt, dead.At, dead.Deliveries, dead.Times, dead.Stage);
}
