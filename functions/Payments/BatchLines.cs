using System.Globalization;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>What is asked again of every payment of a batch before it goes on: its case, and the account in the vault.</summary>
public sealed class BatchLines(PaidCases cases, PersonVault vault, TimeProvider time)
{
    private static readonly string[] AccountFields = [VaultField.BankHolder, VaultField.BankAccount, VaultField.BankName];

    /// <summary>Everything that keeps a person from taking these payments on: I-27 as the case stands now, separation of duties, recusal.</summary>
    public async Task<IReadOnlyList<CaseProblem>> Obstacles(IReadOnlyList<PaymentOrder> orders, Actor actor, Duty duty, CancellationToken cancellation)
    {
        DateOnly today = ChinaCalendar.DateOf(time.GetUtcNow());
        List<CaseProblem> problems = [];
        for (int place = 0; place < orders.Count; place++)
        {
            PaidCaseStanding? standing = await cases.Of(orders[place].Id.Case).Standing(orders[place].Id, actor, duty, cancellation);
            problems.AddRange(Of(orders[place], standing, today).Select(problem => problem with { Field = Field(place) }));
        }

        return problems;
    }

    /// <summary>Whether the person may take a duty in the cases of these payments, whatever else is the matter with them.</summary>
    public async Task<IReadOnlyList<CaseProblem>> Bars(IEnumerable<BatchLine> lines, Actor actor, Duty duty, CancellationToken cancellation)
    {
        List<CaseProblem> problems = [];
        foreach (BatchLine line in lines)
        {
            if (await cases.Of(line.Payment.Case).Standing(line.Payment, actor, duty, cancellation) is { Bar: { } bar })
            {
                problems.Add(bar with { Field = Field(line.Seq - 1) });
            }
        }

        return problems;
    }

    /// <summary>Reads the accounts of a batch from the vault, in the order of its lines; every reading has its line in the access log.</summary>
    public async Task<(IReadOnlyList<PayeeAccount> Accounts, IReadOnlyList<CaseProblem> Problems)> Accounts(
        IReadOnlyList<PaymentOrder> orders, AccessPurpose purpose, CancellationToken cancellation)
    {
        List<PayeeAccount> accounts = [];
        List<CaseProblem> problems = [];
        for (int place = 0; place < orders.Count; place++)
        {
            PayeeAccount account = await Account(orders[place], purpose, cancellation);
            accounts.Add(account);
            if (!account.IsWritable)
            {
                problems.Add(CaseProblem.On(Field(place), PaymentProblems.PayeeAccount, ("payment", orders[place].Id.Value)));
            }
        }

        return (accounts, problems);
    }

    private static List<CaseProblem> Of(PaymentOrder order, PaidCaseStanding? standing, DateOnly today)
    {
        if (standing is null)
        {
            return [CaseProblem.Of(PaymentProblems.NotMandated, ("payment", order.Id.Value))];
        }

        List<CaseProblem> problems = [.. PaymentRules.Obstacles(standing.Mandate, today)];
        if (!order.Matches(standing.Mandate))
        {
            problems.Add(CaseProblem.Of(PaymentProblems.Differs, ("payment", order.Id.Value)));
        }

        if (standing.Bar is { } bar)
        {
            problems.Add(bar);
        }

        return problems;
    }

    private async Task<PayeeAccount> Account(PaymentOrder order, AccessPurpose purpose, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyDictionary<string, string> fields = await vault.Read(
                SubjectId.Parse(order.Payee), order.Id.Case, AccountFields, purpose with { Case = order.Id.Case.Value }, cancellation);
            return new PayeeAccount(
                fields.GetValueOrDefault(VaultField.BankHolder, ""), fields.GetValueOrDefault(VaultField.BankAccount, ""), fields.GetValueOrDefault(VaultField.BankName, ""));
        }
        catch (SubjectDestroyedException)
        {
            return new PayeeAccount("", "", ""); // not writable, which is what the cashier is told
        }
    }

    private static string Field(int place) => string.Create(CultureInfo.InvariantCulture, $"payments[{place}]");
}
