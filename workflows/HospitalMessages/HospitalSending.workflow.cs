using Microsoft.DurableTask;

namespace Boai.Workflows.HospitalMessages;

/// <summary>A message that waits for its receiver in the outbox.</summary>
/// <param name="Receiver">Unified social credit code.</param>
/// <param name="Pushes">Whether it is put into the queue of replies; otherwise the receiver fetches it.</param>
/// <param name="Retry">Null when no acknowledgement is expected: an answer is not answered.</param>
public sealed record MessageToSend(string Receiver, string MessageId, bool Pushes, OutboundRetry? Retry);

/// <summary>Carries one message to a hospital: again and again until it is acknowledged, and to the telephone when it never is (handbook §11.3 rule 4).</summary>
/// <remarks>Ids and codes only. A hold is not sent here: it has a clock of its own in the case. Instance id: <c>HS-</c> and the message id.</remarks>
public sealed class HospitalSending : TaskOrchestrator<MessageToSend, bool>
{
    /// <summary>Raised when the receiver has acknowledged. Lost, it costs sendings that find the message acknowledged and do nothing.</summary>
    public const string Acknowledged = "Acknowledged";

    private static readonly TaskOptions Stubborn = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The instance that carries a message.</summary>
    public static string InstanceOf(string messageId) => "HS-" + messageId;

    /// <returns>Whether it was acknowledged while this waited.</returns>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, MessageToSend message)
    {
        DateTimeOffset first = new(context.CurrentUtcDateTime, TimeSpan.Zero);
        Task<bool> acknowledged = context.WaitForExternalEvent<bool>(Acknowledged);
        for (int sendings = 1; ; sendings++)
        {
            if (message.Pushes)
            {
                await context.CallActivityAsync(HospitalActivities.Send, message, Stubborn);
            }

            if (message.Retry is not { } retry)
            {
                return false;
            }

            OutboundNext next = message.Pushes ? retry.Next(first, sendings) : new OutboundNext(OutboundStep.Phone, first.AddSeconds(retry.LastsSeconds));
            using CancellationTokenSource timer = new();
            if (await Task.WhenAny(acknowledged, context.CreateTimer(next.At.UtcDateTime, timer.Token)) == acknowledged)
            {
#pragma warning disable CA1849 // an awaited CancelAsync would leave the orchestrator's own thread of execution
                timer.Cancel();
#pragma warning restore CA1849
                return true;
            }

            if (next.Step == OutboundStep.Phone)
            {
                await context.CallActivityAsync(HospitalActivities.AskToPhone, message, Stubborn);
                return false;
            }
        }
    }
}
