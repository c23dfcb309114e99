using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <summary>A donation of organs that hands over to the programmes of corneas and bodies (handbook §7.3.2 state 8; order: organs, corneas, body).</summary>
/// <param name="Donation">The donor's case.</param>
/// <param name="PersonKey">Keyed hash of the donor's identity number; null while nobody said it.</param>
/// <param name="Consented">Codes of what the family agreed to.</param>
/// <param name="Procured">Codes of what the hospital says it removed.</param>
/// <param name="ToReceivingUnit">Whether a receiving unit takes the body over.</param>
public sealed record HandedOn(
    CaseHead Donation, SubjectId Donor, string Pseudonym, string? PersonKey, DateTimeOffset DiedAt, IReadOnlyList<string> Consented,
    IReadOnlyList<string> Procured, bool ToReceivingUnit);

/// <summary>What an eye bank (H11) or a receiving unit (H12) says by message.</summary>
/// <param name="Event">H11 or H12.</param>
/// <param name="Sender">Unified social credit code.</param>
/// <param name="Items">Of H11.</param>
/// <param name="CertificateDigest">Of H12.</param>
public sealed record TissueSaid(
    string Event, string Pseudonym, string Sender, string MessageId, DateTimeOffset At, IReadOnlyList<string> Items, string? CertificateDigest);

/// <summary>What a programme made of it.</summary>
/// <param name="Number">The case that it is about.</param>
/// <param name="Taken">False when the case refused it: people look at it then.</param>
public sealed record TissueHeard(CaseNumber Number, bool Taken);

/// <summary>A programme that follows a donation of organs, or stands for itself: LIFE-03, LIFE-04.</summary>
public interface IDonationFollower
{
    /// <summary>Opens a case where the donation calls for one. Safe to repeat.</summary>
    Task Follow(HandedOn donation, DurableTaskClient client, CancellationToken cancellation);

    /// <summary>Takes a message. Safe to repeat.</summary>
    /// <returns>Null when it is not about a case of this programme.</returns>
    Task<TissueHeard?> Hear(TissueSaid said, DurableTaskClient client, CancellationToken cancellation);
}
