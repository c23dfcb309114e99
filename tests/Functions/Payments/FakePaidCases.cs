using System.Collections.Concurrent;
using Boai.Functions.Payments;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Functions.Payments;

/// <summary>A programme whose cases say what the test wants, and that keeps what it is told; a report taken twice counts once.</summary>
internal sealed class FakePaidCases : IPaidCase
{
    private readonly ConcurrentDictionary<string, PaymentMandate> _mandates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string StaffId, Duty Duty), CaseProblem> _bars = new();
    private readonly ConcurrentQueue<PaymentReport> _told = new();

    public string Business => "HRA";

    /// <summary>Every report, repetitions included.</summary>
    public IReadOnlyList<PaymentReport> Told => [.. _told];

    /// <summary>Thrown instead of taking a report of this payment.</summary>
    public PaymentId? Deaf { get; set; }

    public PaymentMandate this[PaymentId payment]
    {
        get => _mandates[payment.Value];
        set => _mandates[payment.Value] = value;
    }

    public void Forget(PaymentId payment) => _mandates.TryRemove(payment.Value, out _);

    public void Bar(string staffId, Duty duty, CaseProblem bar) => _bars[(staffId, duty)] = bar;

    /// <summary>What a payment's case knows, in the order in which it was first told.</summary>
    public IReadOnlyList<string> Heard(PaymentId payment) =>
        [.. _told.Where(report => report.Payment == payment).DistinctBy(report => report.Key).Select(report => $"{report.GetType().Name} {report.Try}")];

    public Task<PaidCaseStanding?> Standing(PaymentId payment, Actor? actor, Duty duty, CancellationToken cancellation) =>
        Task.FromResult(_mandates.TryGetValue(payment.Value, out PaymentMandate? mandate)
            ? new PaidCaseStanding(mandate, actor is null ? null : _bars.GetValueOrDefault((actor.StaffId, duty)))
            : null);

    public Task Take(PaymentReport report, DurableTaskClient client, CancellationToken cancellation)
    {
        if (report.Payment == Deaf)
        {
            throw new InvalidOperationException($"Case of {report.Payment} cannot be written just now.");
        }

        _told.Enqueue(report);
        return Task.CompletedTask;
    }
}
