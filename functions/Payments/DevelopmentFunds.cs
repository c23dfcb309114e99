using Boai.Functions.Identity;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions.Payments;

/// <summary>Gives every unit that has development accounts a fund with money in it, so that a newcomer can pay.</summary>
/// <remarks>Only where the development issuer is on. Repeated at every start; changes nothing once it is done.</remarks>
internal sealed class DevelopmentFunds(
    FundStore funds, FundReceipts receipts, PlatformReadiness readiness, IConfiguration configuration) : IHostedService
{
    /// <summary>What the number of every development fund is made from.</summary>
    public const string Decision = "development";

    private const string Transaction = "DEV-RECEIPT-1";
    private static readonly Money Amount = Money.FromYuan(1_000_000);

    public static FundId IdOf(UnitCode unit) => FundId.For(unit, Decision);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (DevelopmentIssuer.IsOn(configuration))
        {
            await readiness.Wait(cancellationToken); // the tables must be there
            await Seed(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async Task Seed(CancellationToken cancellation)
    {
        foreach (UnitCode unit in DevelopmentAccounts.All.Select(account => account.Unit).Distinct())
        {
            Fund fund = await funds.Find(IdOf(unit), cancellation) ?? await funds.Create(New(unit), cancellation);
            if (fund.Received == Money.Zero && await receipts.Post(fund, Transaction, Amount, cancellation) is [var problem, ..])
            {
                throw new InvalidOperationException($"The development fund {fund.Id} took no money: {problem.Code}.");
            }
        }
    }

    private static Fund New(UnitCode unit) => new()
    {
        Id = IdOf(unit),
        Unit = unit,
        LegalPerson = LegalPersonOf(unit),
        Channel = BankChannel.Parse("DEV-" + unit.Value),
        Name = unit == UnitCode.City ? "演示资金（市级）" : $"演示资金（{unit}）",
        Restriction = FundRestriction.None,
    };

    // A well-formed code of no real organisation.
    private static string LegalPersonOf(UnitCode unit)
    {
        string body = $"53{unit.Value}DEV000000".Replace('V', 'W')[..17];
        return body + OrganisationCode.CheckCharacterFor(body);
    }
}
