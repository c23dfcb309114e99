using Boai.Functions.Access;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Payments;

/// <summary>The payment desk's functions, tables and texts.</summary>
internal static class PaymentParts
{
    private static readonly string[] Readers = [Roles.Accountant, Roles.Cashier, Roles.Audit, Roles.Supervisor];

    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            ["ListReadyPayments"] = AccessRule.Staff(Readers),
            ["ReadPayment"] = AccessRule.Staff(Readers),
            ["ListBatches"] = AccessRule.Staff(Readers),
            ["ReadBatch"] = AccessRule.Staff(Readers),
            ["ListFunds"] = AccessRule.Staff([.. Readers, Roles.DistrictLead, Roles.CityHead, Roles.Executive]), // who approves names the fund
            ["ReadFund"] = AccessRule.Staff(Readers),

            ["PrepareBatch"] = AccessRule.Staff(Roles.Accountant),
            ["ReconcileBatch"] = AccessRule.Staff(Roles.Accountant),
            ["DissolveBatch"] = AccessRule.Staff(Roles.Accountant),
            ["CreateFund"] = AccessRule.Staff(Roles.Accountant),
            ["ReceiveFunds"] = AccessRule.Staff(Roles.Accountant),

            ["ExportBatch"] = AccessRule.Staff(Roles.Cashier).WithPurpose(),
            ["ReadBatchFile"] = AccessRule.Staff(Roles.Cashier).WithPurpose(),
            ["ImportBankReturn"] = AccessRule.Staff(Roles.Cashier).Streamed(),
        },
        PaymentTables.All,
        [PaymentErrors.Source],
        services => services
            .AddSingleton<FundStore>().AddSingleton<FundReceipts>().AddSingleton<HouseholdLedger>().AddSingleton<AidBook>()
            .AddSingleton<PaymentOrders>().AddSingleton<PaymentBatches>().AddSingleton<BankTransactions>().AddSingleton<PaidCases>()
            .AddSingleton<PaymentDesk>().AddSingleton<IPaymentDesk>(provider => provider.GetRequiredService<PaymentDesk>())
            .AddSingleton<BatchLines>().AddSingleton<BatchSettlement>().AddSingleton<BatchDesk>()
            .AddHostedService<DevelopmentFunds>());
}
