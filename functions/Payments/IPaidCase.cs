using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Payments;

/// <summary>What the payment desk asks of a programme whose cases are paid; each programme that pays registers one, as a singleton.</summary>
internal interface IPaidCase
{
    /// <summary>The business code of the case numbers that it answers for, for example <c>HRA</c>.</summary>
    string Business { get; }

    /// <summary>What the case says about this payment now, and whether a person may take a duty in it.</summary>
    /// <param name="actor">Null when nobody acts.</param>
    /// <returns>Null when the case does not exist or does not ask for this payment (any longer).</returns>
    Task<PaidCaseStanding?> Standing(PaymentId payment, Actor? actor, Duty duty, CancellationToken cancellation);

    /// <summary>
    /// Takes note of what happened to a payment, records the person's duty, and wakes the case's orchestration. A report with a
    /// <see cref="PaymentReport.Key"/> that was taken already changes nothing. Throws only when the world is broken: it is told again.
    /// </summary>
    /// <remarks>The reports of one payment come in the order in which things happened, each at least once.</remarks>
    Task Take(PaymentReport report, DurableTaskClient client, CancellationToken cancellation);
}

/// <param name="Mandate">What decides whether money may leave.</param>
/// <param name="Bar">Why the person may not take the duty (separation, recusal); null when they may.</param>
internal sealed record PaidCaseStanding(PaymentMandate Mandate, CaseProblem? Bar);
