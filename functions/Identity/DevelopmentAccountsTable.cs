using System.Text;
using Boai.Functions.Errors;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions.Identity;

/// <summary>Prints the accounts of the development issuer once the app is up.</summary>
/// <param name="issuer">Made with this, so that an issuer that must not run here stops the start rather than the first request.</param>
internal sealed class DevelopmentAccountsTable(DevelopmentIssuer issuer, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        lifetime.ApplicationStarted.Register(() => Console.Out.Write(Text()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One line per role: code, accounts, name.</summary>
    internal static string Text()
    {
        StringBuilder text = new();
        text.AppendLine().AppendLine("  Accounts for trying out: POST /api/auth/sign-in {\"account\":\"yz-officer-1\"} with an Idempotency-Key; yz is 渝中区, wz is 万州区");
        foreach (IGrouping<string, DevelopmentAccount> role in DevelopmentAccounts.All.GroupBy(account => account.Role, StringComparer.Ordinal))
        {
            text.Append("    ").Append(role.Key.PadRight(12)).Append(CaseProblemTexts.WordOfRole(role.Key)).Append(": ")
                .AppendJoin(' ', role.Select(account => account.Account)).AppendLine();
        }

        return text.ToString();
    }
}
