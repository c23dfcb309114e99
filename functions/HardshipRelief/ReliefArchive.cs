using Boai.Functions.Cases;
using Boai.Functions.Documents;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Payments;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>State 12 归档, and what a withdrawn case leaves behind: nothing of the person but who it was and how to reach them (handbook §2.9).</summary>
internal sealed class ReliefArchive(CaseStore cases, Worklist worklist, PersonVault vault, DocumentStore documents, IPaymentDesk desk)
{
    private static readonly string[] KeptOfWithdrawn = [VaultField.Phone, DossierFields.Consents];

    public async Task Close(CaseNumber number, CancellationToken cancellation)
    {
        StoredCase<ReliefFacts> stored = await cases.Load<ReliefFacts>(number, cancellation)
            ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
        await worklist.Refresh(stored.Head, cancellation);
        await PostRecovery(stored, cancellation);
        if (stored.Head.StateOf() == ReliefState.Withdrawn && !stored.Head.LegalHold)
        {
            await vault.Reduce(stored.Applicant, number, KeptOfWithdrawn.Contains, cancellation);
            await documents.Destroy(number, cancellation);
        }
    }

    // What came back goes against the payments in the order in which they went out.
    private async Task PostRecovery(StoredCase<ReliefFacts> stored, CancellationToken cancellation)
    {
        if (stored.Facts.Inquiry is not { Recovered: { } recovered } || recovered == Money.Zero)
        {
            return;
        }

        Money rest = recovered;
        DateOnly on = ChinaCalendar.DateOf(stored.Head.StateSince);
        foreach (ReliefPayment paid in stored.Facts.Payments.Where(payment => payment.Stage == PaymentStage.Paid))
        {
            Money part = rest < paid.Amount ? rest : paid.Amount;
            if (part == Money.Zero)
            {
                break;
            }

            AidRecovery recovery = new(PaymentId.Parse(paid.PaymentId), $"{stored.Head.Number.Value}-{stored.Head.StateVersion}", part, on);
            if (await desk.Recover(recovery, AidMetrics.HardshipRelief, cancellation) is { } obstacle)
            {
                throw new InvalidOperationException($"Recovery of {paid.PaymentId} cannot be posted: {obstacle.Code}. It is tried again.");
            }

            rest -= part;
        }
    }
}
