using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.HospitalMessages;

/// <summary>Names of the activities; each may run more than once and then changes nothing more.</summary>
public static class HospitalActivities
{
    /// <summary><see cref="MessageToHandle"/> → <see cref="MessageHandled"/>: opens the stored message and gives it to its process.</summary>
    public const string Handle = "HandleHospitalMessage";

    /// <summary><see cref="MessageSetAside"/>: marks a message that could not be processed, tells the duty desk, and its sender by R08.</summary>
    public const string SetAside = "SetHospitalMessageAside";

    /// <summary><see cref="MessageToSend"/>: puts a message that is not acknowledged yet into the queue of replies.</summary>
    public const string Send = "SendToHospital";

    /// <summary><see cref="MessageToSend"/>: has the duty desk phone about a message that nobody acknowledged.</summary>
    public const string AskToPhone = "AskToPhoneHospital";
}

/// <param name="Replay">0 at first, then counts how often DUTY sent it through again.</param>
public sealed record MessageToHandle(string MessageId, int Replay = 0);

/// <summary>What a process did with a message.</summary>
/// <param name="Number">The case that took it; null when none did.</param>
/// <param name="ReasonCode">Of <see cref="PoisonReasons"/>; null when it was taken.</param>
public sealed record MessageHandled(CaseNumber? Number, string? ReasonCode);

/// <param name="Deliveries">How often it was tried.</param>
public sealed record MessageSetAside(string MessageId, string ReasonCode, int Deliveries);

/// <summary>HOSP-01 after the acceptance: brings one message to its process, again and again while the world is broken, and never loses it.</summary>
/// <remarks>The history holds the message id and nothing of the contents. Instance id: <c>HM-</c> and the message id, with the replay's number.</remarks>
public sealed class HospitalMessageHandling : TaskOrchestrator<MessageToHandle, MessageHandled>
{
    /// <summary>Deliveries after which a message is set aside for people.</summary>
    public const int MostDeliveries = 10;

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: MostDeliveries, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    private static readonly TaskOptions Stubborn = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The instance that handles a message.</summary>
    public static string InstanceOf(MessageToHandle message)
        => message.Replay == 0 ? $"HM-{message.MessageId}" : $"HM-{message.MessageId}-R{message.Replay}";

    public override async Task<MessageHandled> RunAsync(TaskOrchestrationContext context, MessageToHandle message)
    {
        MessageHandled handled;
        int deliveries = 1;
        try
        {
            handled = await context.CallActivityAsync<MessageHandled>(HospitalActivities.Handle, message, Patient);
        }
        catch (TaskFailedException)
        {
            (handled, deliveries) = (new MessageHandled(Number: null, PoisonReasons.TooManyDeliveries), MostDeliveries);
        }

        if (handled.ReasonCode is { } reason)
        {
            await context.CallActivityAsync(HospitalActivities.SetAside, new MessageSetAside(message.MessageId, reason, deliveries), Stubborn);
        }

        return handled;
    }
}
