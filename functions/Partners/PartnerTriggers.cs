using System.Globalization;
using Boai.Functions.Audit;
using Boai.Functions.Messages;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Partners;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Partners;

/// <summary>The work of telling partners, and what starts it.</summary>
internal sealed class PartnerTriggers(
    PartnerFeed feed, PartnerBook book, PartnerEvents events, PartnerDeadLetters deadLetters, PartnerSender sender, PartnerMeters meters, IMessages messages, AccessLog log,
    PolicyBook policies, TimeProvider time, ILogger<PartnerTriggers> logger)
{
    /// <summary>What the log line about an event that was put aside is found by.</summary>
    public static readonly EventId SetAsideEvent = new(9002, "PartnerEventSetAside");

    [Function(nameof(PartnerDelivery))]
    public static Task<DeliveryOutcome> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new PartnerDelivery().RunAsync(context, context.GetInput<EventToDeliver>()!);

    /// <summary>Looks for what partners are to be told.</summary>
    [Function("PublishPartnerEvents")]
    public Task Publish([TimerTrigger("20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        feed.Publish(client, cancellation);

    /// <summary>Destroys events, and those put aside, when their time is over.</summary>
    [Function("PurgePartnerEvents")]
    public async Task Purge([TimerTrigger("0 40 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset before = now.AddDays(-policies.Today.Days(PolicyKeys.PartnerKeepDays, ChinaCalendar.DateOf(now)));
        await deadLetters.Purge(before, cancellation);
        await events.Purge(before, cancellation);
    }

    [Function(PartnerActivities.Deliver)]
    public async Task<DeliveryReply> Deliver([ActivityTrigger] EventToDeliver input, CancellationToken cancellation)
    {
        if (await book.Find(input.PartnerId, cancellation) is not (Partner { Stage: PartnerStage.Active } partner, Azure.ETag basis))
        {
            return new DeliveryReply(DeliveryOutcome.Over, "stopped");
        }

        if (await events.Find(input.EventId, cancellation) is not { } stored)
        {
            return new DeliveryReply(DeliveryOutcome.Refused, "expired");
        }

        if (stored.Case is { } number)
        {
            await log.Write(
                AccessPurpose.System(PurposeCodes.Partner, number).Line($"partner:{partner.Id}:{stored.Id}", "C2:state", AccessResult.Read), cancellation);
        }

        IReadOnlyList<PartnerSecret> secrets = await book.SecretsOf(partner.Id, time.GetUtcNow(), cancellation);
        DeliveryReply reply = await sender.Send(partner.Address, secrets, stored.Id, stored.Body, cancellation);
        meters.Sent(partner.Id, reply);
        if (reply.Outcome == DeliveryOutcome.Over && await book.Change(partner with { Stage = PartnerStage.Gone }, basis, cancellation))
        {
            await Tell("gone", partner.Id, $"{partner.Id}|gone|{basis}", stored.Id, reply.Reason, cancellation);
        }

        return reply;
    }

    [Function(PartnerActivities.SetAside)]
    public async Task SetAside([ActivityTrigger] EventSetAside input, CancellationToken cancellation)
    {
        PartnerDeadLetter dead = new(input.PartnerId, input.EventId, input.Reason, input.Sendings, input.Round, time.GetUtcNow());
        if (await deadLetters.Keep(dead, cancellation))
        {
            meters.Dead(input);
            logger.LogWarning(
                SetAsideEvent, "Partner {Partner} did not take event {Event} ({Reason}, sent {Sendings} times); it waits for people.",
                input.PartnerId, input.EventId, input.Reason, input.Sendings);
        }

        // One message a day for each partner: a server that is away leaves hundreds behind.
        string day = ChinaCalendar.DateOf(dead.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await Tell("set-aside", input.PartnerId, $"{input.PartnerId}|set-aside|{day}", input.EventId, input.Reason, cancellation);
    }

    private Task Tell(string text, string partner, string id, string eventId, string reason, CancellationToken cancellation) => messages.Send(
        new OutgoingMessage(
            "partner|" + id, Subject: null, Case: "", "partner-" + text, $"role:{Roles.CityOfficer}@{UnitCode.City.Value}",
            PartnerTexts.Of("alert." + text, ("partner", partner), ("event", eventId), ("reason", reason))),
        cancellation);
}
