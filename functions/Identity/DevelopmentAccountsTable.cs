using Boai.Functions.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Identity;

/// <summary>Tells the accounts of the development issuer once the app is up. By the log, so that an app inside another program, as in tests, keeps quiet.</summary>
/// <param name="issuer">Made with this, so that an issuer that must not run here stops the start rather than the first request.</param>
internal sealed class DevelopmentAccountsTable(DevelopmentIssuer issuer, IHostApplicationLifetime lifetime, ILogger<DevelopmentAccountsTable> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (string line in Lines())
            {
                logger.LogInformation("{Line}", line);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>How to sign in, then one line per role: code, name, accounts.</summary>
    internal static IEnumerable<string> Lines() =>
    [
        "Accounts for trying out: POST /api/auth/sign-in {\"account\":\"yz-officer-1\"} with an Idempotency-Key; yz is 渝中区, wz is 万州区",
        .. DevelopmentAccounts.All.GroupBy(account => account.Role, StringComparer.Ordinal).Select(role =>
            $"{role.Key.PadRight(12)}{CaseProblemTexts.WordOfRole(role.Key)}: {string.Join(' ', role.Select(account => account.Account))}"),
    ];
}
