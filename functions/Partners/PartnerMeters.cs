using System.Diagnostics.Metrics;
using Boai.Workflows.Partners;

namespace Boai.Functions.Partners;

/// <summary>How sending to partners goes. Partners' ids and codes only.</summary>
internal sealed class PartnerMeters
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boai.Partners";

    private readonly Counter<long> _sent;
    private readonly Counter<long> _dead;

    public PartnerMeters(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _sent = meter.CreateCounter<long>("boai.partners.sent", "{event}", "Sendings of events to partners, by partner and how they ended.");
        _dead = meter.CreateCounter<long>("boai.partners.dead", "{event}", "Events that a partner did not take, by partner and reason.");
    }

    public void Sent(string partner, DeliveryReply reply) => _sent.Add(1, new("partner", partner), new("outcome", reply.Outcome.ToString()));

    public void Dead(EventSetAside aside) => _dead.Add(1, new("partner", aside.PartnerId), new("reason", aside.Reason));
}
