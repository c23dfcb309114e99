using Boai.Functions.Cases;
using Boai.Functions.Payments;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Payments;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.HardshipRelief;

/// <summary>Answers the payment desk for hardship-relief cases.</summary>
internal sealed class ReliefPaidCase(CaseStore cases, CaseDecisions decisions, ILogger<ReliefPaidCase> logger) : IPaidCase
{
    public string Business => ReliefProcess.Business.Value;

    public async Task<PaidCaseStanding?> Standing(PaymentId payment, Actor? actor, Duty duty, CancellationToken cancellation)
    {
        StoredCase<ReliefFacts>? stored = await cases.Load<ReliefFacts>(payment.Case, cancellation);
        return stored is not null && ReliefMandate.Of(stored.File, payment) is { } mandate
            ? new PaidCaseStanding(mandate, actor is null ? null : DutySeparation.Check(stored.Head, actor, duty))
            : null;
    }

    public async Task Take(PaymentReport report, DurableTaskClient client, CancellationToken cancellation)
    {
        SystemStep step = await decisions.StepBy<ReliefFacts>(
            ActorOf(report), report.Payment.Case, (file, deciding) => ReliefProcess.Apply(file, CommandOf(report), deciding), report.Key, sealedNote: null, cancellation);
        if (step is SystemStep.Refused refused)
        {
            throw new InvalidOperationException($"Case {report.Payment.Case} does not take {report.Key}: {refused.Problem.Code}. It is told again.");
        }

        Decided decided = ((SystemStep.Done)step).Decided;
        await client.CaseChanged(decided.Number, decided.Version, cancellation);
        logger.LogInformation("Case {Case} took {Report}", report.Payment.Case.Value, report.Key);
    }

    private static ReliefCommand CommandOf(PaymentReport report) => report switch
    {
        PaymentReport.Prepared => new ReliefCommand.PreparePayment(report.Payment.Value),
        PaymentReport.Unprepared => new ReliefCommand.UnpreparePayment(report.Payment.Value),
        PaymentReport.Exported => new ReliefCommand.SendPayment(report.Payment.Value),
        PaymentReport.Confirmed it => new ReliefCommand.ConfirmPayment(
            report.Payment.Value, it.Amount, it.PaidOn, BankReference.Create(report.Payment, report.Try).Value),
        PaymentReport.Bounced it => new ReliefCommand.BouncePayment(report.Payment.Value, it.Reason.Code()),
        PaymentReport.Reconciled => new ReliefCommand.ReconcilePayment(report.Payment.Value),
        _ => throw new System.Diagnostics.UnreachableException($"No such report: {report.GetType().Name}"),
    };

    // What the bank says is nobody's act; what a person did is that person's.
    private static Actor ActorOf(PaymentReport report) => report switch
    {
        PaymentReport.Prepared it => it.By,
        PaymentReport.Unprepared it => it.By,
        PaymentReport.Exported it => it.By,
        PaymentReport.Reconciled it => it.By,
        _ => Actor.System,
    };
}
