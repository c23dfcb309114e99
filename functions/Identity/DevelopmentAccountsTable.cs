using System.Text;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions.Identity;

/// <summary>Prints the accounts of the development issuer once the app is up.</summary>
internal sealed class DevelopmentAccountsTable(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.Out.Write(Text()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static string Text()
    {
        StringBuilder text = new();
        text.AppendLine().AppendLine("Development accounts (POST /api/auth/sign-in, no password):");
        foreach (IGrouping<string, DevelopmentAccount> unit in DevelopmentAccounts.All.GroupBy(account => account.Unit.Value, StringComparer.Ordinal))
        {
            text.Append("  ").AppendLine(unit.Key);
            foreach (DevelopmentAccount account in unit)
            {
                text.Append("    ").Append(account.Account.PadRight(18)).Append(account.Role.PadRight(11)).AppendLine(account.Chinese);
            }
        }

        return text.ToString();
    }
}
