using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Workflows.OrganDonation;
using Hl7.Fhir.Model;
using Task = System.Threading.Tasks.Task;

namespace Boai.Functions.OrganDonation;

/// <summary>Writes R01, R02 and R03 for the procuring hospital.</summary>
internal sealed class OrganSignals(HospitalInbox inbox, CoordinatorRoster roster, TimeProvider time)
{
    /// <summary>Sends a signal again and again until it is acknowledged; the message's id stays the same. One that is acknowledged is not sent.</summary>
    public async Task Send(StoredCase<OrganFacts> stored, int seq, CancellationToken cancellation)
    {
        OrganFacts facts = stored.Facts;
        if (facts.Signals.FirstOrDefault(signal => signal.Seq == seq) is not { AcknowledgedAt: null } signal
            || (signal.Kind == SignalKind.Ready && facts.ReadyInForce != signal))
        {
            return; // acknowledged, or not true any more: a readiness that was lost is never said
        }

        string code = signal.Kind switch { SignalKind.WitnessesAssigned => "R01", SignalKind.Ready => "R02", _ => "R03" };
        IReadOnlyList<(string, Resource)> witnesses = signal.Kind == SignalKind.WitnessesAssigned ? await Witnesses(facts, cancellation) : [];
        byte[] message = FhirReplies.AboutCase(
            code, $"{stored.Head.Number.Value}|{seq}", facts.ProcuringHospital, stored.Head.Number.Value, facts.Donor.Pseudonym,
            urgent: signal.Kind == SignalKind.Hold, signal.CauseCode, OrganWords.Text($"signal.{signal.Kind}", ("seq", $"{seq}")), time.GetUtcNow(), witnesses);
        await inbox.Put(facts.ProcuringHospital, stored.Head.Number, seq, message, time.GetUtcNow(), cancellation);
    }

    private async Task<IReadOnlyList<(string Key, Resource Resource)>> Witnesses(OrganFacts facts, CancellationToken cancellation)
    {
        List<(string, Resource)> named = [];
        foreach (Witness witness in facts.Witnesses.Where(witness => witness.IsAssigned()))
        {
            if (await roster.IdentityOf(witness.StaffId, cancellation) is { } identity)
            {
                named.Add(($"witness-{witness.StaffId}", new Practitioner
                {
                    Name = [new HumanName { Text = identity.Name }],
                    Identifier = [new Identifier(FhirTerms.Licence, identity.Licence)],
                }));
            }
        }

        return named;
    }
}
