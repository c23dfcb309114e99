using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Boai.Workflows.Partners;

/// <summary>Names of the activities; each may run more than once: a partner knows an event by its id.</summary>
public static class PartnerActivities
{
    /// <summary><see cref="EventToDeliver"/> → <see cref="DeliveryReply"/>: sends an event to a partner once.</summary>
    public const string Deliver = "DeliverToPartner";

    /// <summary><see cref="EventSetAside"/>: keeps an event that a partner did not take for people to look at.</summary>
    public const string SetAside = "SetPartnerEventAside";
}

/// <summary>An event that waits for a partner.</summary>
/// <param name="Round">0 at first, then counts how often people sent it through again.</param>
public sealed record EventToDeliver(string PartnerId, string EventId, DeliveryLadder Ladder, int Round = 0);

/// <summary>How one sending ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryOutcome>))]
public enum DeliveryOutcome
{
    /// <summary>The partner has it.</summary>
    Taken,

    /// <summary>It may be taken later: no answer, an error of the partner's server, too many requests.</summary>
    Later,

    /// <summary>It will never be taken as it is.</summary>
    Refused,

    /// <summary>The partner takes no events any more: it said so, or the branch ended it.</summary>
    Over,
}

/// <param name="Reason">A code: <c>http-503</c>, <c>timeout</c>, <c>connection</c>, <c>address</c>, <c>expired</c>; empty when taken.</param>
/// <param name="WaitSeconds">How long the partner asked to be left alone; 0 when it did not.</param>
public sealed record DeliveryReply(DeliveryOutcome Outcome, string Reason = "", int WaitSeconds = 0);

/// <param name="Sendings">How often it was sent in this round.</param>
public sealed record EventSetAside(string PartnerId, string EventId, string Reason, int Sendings, int Round);

/// <summary>Carries one event to one partner: again and again until it is taken, and to people when it never is.</summary>
/// <remarks>Ids and codes only; the event's text lies in a table. Instance id: see <see cref="InstanceOf"/>.</remarks>
public sealed class PartnerDelivery : TaskOrchestrator<EventToDeliver, DeliveryOutcome>
{
    // Of the app's own stores; what the partner answers is no failure of the activity.
    private static readonly TaskOptions Stubborn = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The instance that carries an event: one for each partner, event and round, so starting it twice sends nothing twice.</summary>
    public static string InstanceOf(EventToDeliver delivery) => $"PD-{delivery.PartnerId}-{delivery.EventId}-{delivery.Round}";

    public override async Task<DeliveryOutcome> RunAsync(TaskOrchestrationContext context, EventToDeliver delivery)
    {
        DateTimeOffset first = new(context.CurrentUtcDateTime, TimeSpan.Zero);
        for (int sendings = 1; ; sendings++)
        {
            DeliveryReply reply = await context.CallActivityAsync<DeliveryReply>(PartnerActivities.Deliver, delivery, Stubborn);
            if (reply.Outcome is DeliveryOutcome.Taken or DeliveryOutcome.Over)
            {
                return reply.Outcome;
            }

            DateTimeOffset now = new(context.CurrentUtcDateTime, TimeSpan.Zero);
            if (reply.Outcome == DeliveryOutcome.Refused || delivery.Ladder.Next(first, sendings, now, reply.WaitSeconds) is not { } next)
            {
                await context.CallActivityAsync(
                    PartnerActivities.SetAside, new EventSetAside(delivery.PartnerId, delivery.EventId, reply.Reason, sendings, delivery.Round), Stubborn);
                return reply.Outcome;
            }

            await context.CreateTimer(next.UtcDateTime, CancellationToken.None);
        }
    }
}
