using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Payments;

/// <summary>One valid payment, its mandate, order and batch; tests change with <c>with</c> only what they are about.</summary>
internal static class Sample
{
    public static readonly UnitCode Unit = UnitCode.Parse("500103");
    public static readonly DateOnly Today = new(2026, 3, 2);
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    public static readonly BatchId Batch = BatchId.For(Unit, "one");
    public static readonly BatchId OtherBatch = BatchId.For(Unit, "other");
    public static readonly Actor Accountant = new("accountant", Roles.Accountant, Unit);
    public static readonly Actor Cashier = new("cashier", Roles.Cashier, Unit);

    public static PaymentId Payment(int sequence = 1) => PaymentId.Create(CaseNumber.Create(BusinessCode.Parse("HRA"), Unit, 2026, sequence), 1);

    public static PaymentMandate Mandate(int sequence = 1) => new()
    {
        Payment = Payment(sequence), Amount = Money.FromYuan(1_000), Approved = Money.FromYuan(1_000), OtherPayments = Money.Zero,
        Basis = PaymentBasis.AfterPublicity, ApprovedOn = Today, PublicityLastDay = Today.AddDays(-1), PayeeStanding = PayeeStanding.Beneficiary,
        PayeeVerified = true, Frozen = false, Unit = Unit, Division = Unit, Fund = Fund.Id, Cause = "Illness", Payee = "sub_x", Household = "hh_x",
    };

    public static Fund Fund { get; } = new()
    {
        Id = FundId.For(Unit, "fund"), Unit = Unit, LegalPerson = "53500103DEW000000", Channel = BankChannel.Parse("BOC-500103"), Name = "测试资金",
        Restriction = FundRestriction.None, Received = Money.FromYuan(10_000),
    };

    public static PaymentOrder Order(int sequence = 1, PaymentState? state = null) =>
        PaymentRules.Open(Mandate(sequence), Fund, Now) with { State = state ?? new PaymentState.Ready(1) };

    public static PaymentBatch Prepared(int lines) => ((BatchOutcome.Moved)BatchRules.Prepare(
        Batch, Unit, [.. Enumerable.Range(1, lines).Select(line => Order(line))], new BatchAct(Accountant, Now))).Next;
}
