using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Workflows.HospitalMessages;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HospitalMessages;

/// <summary>A programme that takes messages of hospitals.</summary>
internal interface IHospitalListener
{
    /// <summary>The processes of handbook §3 for which it answers.</summary>
    IReadOnlyList<string> Processes { get; }

    /// <summary>Whether the message says what its event must say. Asked before it is accepted; reads nothing but the message.</summary>
    /// <returns>Empty when so.</returns>
    IReadOnlyList<MessageIssue> Check(HospitalMessage message);

    /// <summary>Takes an accepted message. May be called again with the same one, and then changes nothing more.</summary>
    Task<MessageHandled> Hear(HospitalMessage message, DurableTaskClient client, CancellationToken cancellation);

    /// <summary>Takes note that a hospital has a message of ours about a case. May be called again with the same one.</summary>
    Task Acknowledged(SentMessage message, DurableTaskClient client, CancellationToken cancellation);
}
