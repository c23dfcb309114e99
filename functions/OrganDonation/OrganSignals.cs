using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Hl7.Fhir.Model;
using Microsoft.DurableTask.Client;
using Task = System.Threading.Tasks.Task;

namespace Boai.Functions.OrganDonation;

/// <summary>Says R01, R02, R03 and R06 to the procuring hospital.</summary>
internal sealed class OrganSignals(HospitalPost post, CoordinatorRoster roster, TimeProvider time)
{
    /// <summary>Sends a signal, however often it is called: the message's id stays the same. One that is acknowledged is not sent.</summary>
    /// <returns>What is to go into the queue now. A hold is sent by the case's own clock, every other signal is carried by <see cref="HospitalSending"/>.</returns>
    public async Task<ToHospital> Send(StoredCase<OrganFacts> stored, int seq, DurableTaskClient client, CancellationToken cancellation)
    {
        OrganFacts facts = stored.Facts;
        if (facts.Signals.FirstOrDefault(signal => signal.Seq == seq) is not { AcknowledgedAt: null } signal
            || (signal.Kind == SignalKind.Ready && facts.ReadyInForce != signal))
        {
            return ToHospital.Nothing; // acknowledged, or not true any more: a readiness that was lost is never said
        }

        IReadOnlyList<(string, Resource)> witnesses = signal.Kind == SignalKind.WitnessesAssigned ? await Witnesses(facts, cancellation) : [];
        SentMessage sent = Sent(stored.Head.Number, facts.ProcuringHospital, signal);
        byte[] message = FhirReplies.AboutCase(
            sent.Code, KeyOf(stored.Head.Number, seq), facts.ProcuringHospital, stored.Head.Number.Value, facts.Donor.Pseudonym,
            urgent: signal.Kind == SignalKind.Hold, signal.CauseCode, OrganWords.Text($"signal.{signal.Kind}", ("seq", $"{seq}")), time.GetUtcNow(), witnesses);
        if (signal.Kind != SignalKind.Hold)
        {
            await post.Send(sent, message, awaited: true, client, cancellation);
            return ToHospital.Nothing;
        }

        // A readiness that nobody has taken note of yet is overtaken: it must not be read after the hold.
        foreach (Signal overtaken in facts.Signals.Where(other => other.Kind == SignalKind.Ready && other.Seq < seq))
        {
            await post.Acknowledged(Sent(stored.Head.Number, facts.ProcuringHospital, overtaken), client, cancellation);
        }

        return await post.Push(sent, message, cancellation);
    }

    /// <summary>R06: how does the case stand with you?</summary>
    /// <param name="decisionId">Of the person's request: the same request asks once.</param>
    /// <returns>The message's id.</returns>
    public async Task<string> Ask(StoredCase<OrganFacts> stored, string decisionId, DurableTaskClient client, CancellationToken cancellation)
    {
        CaseNumber number = stored.Head.Number;
        string hospital = stored.Facts.ProcuringHospital;
        string key = $"{number.Value}|ask|{decisionId}";
        DateTimeOffset now = time.GetUtcNow();
        byte[] message = FhirReplies.AboutCase(
            "R06", key, hospital, number.Value, stored.Facts.Donor.Pseudonym, urgent: false, causeCode: null, OrganWords.Text("signal.StatusQuery"), now);
        SentMessage sent = new(hospital, FhirReplies.IdOfMessage("R06", key), "R06", now, number.Value);
        await post.Send(sent, message, awaited: true, client, cancellation);
        return sent.MessageId;
    }

    /// <summary>The hospital has a signal, by whichever way it said so.</summary>
    public Task Acknowledged(CaseNumber number, OrganFacts facts, int seq, DurableTaskClient client, CancellationToken cancellation) =>
        post.Acknowledged(Sent(number, facts.ProcuringHospital, facts.Signals.Single(signal => signal.Seq == seq)), client, cancellation);

    private static SentMessage Sent(CaseNumber number, string hospital, Signal signal)
    {
        string code = signal.Kind switch { SignalKind.WitnessesAssigned => "R01", SignalKind.Ready => "R02", _ => "R03" };
        return new SentMessage(hospital, FhirReplies.IdOfMessage(code, KeyOf(number, signal.Seq)), code, signal.At, number.Value, signal.Seq);
    }

    private static string KeyOf(CaseNumber number, int seq) => string.Create(CultureInfo.InvariantCulture, $"{number.Value}|{seq}");

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
