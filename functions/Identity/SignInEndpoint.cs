using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Identity;

/// <param name="Account">One of the printed accounts.</param>
/// <param name="Password">Not looked at: the development issuer knows none.</param>
public sealed record SignInForm(string Account, string? Password = null);

/// <summary>A bearer token.</summary>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record SignedIn(string Token, string TokenType, int ExpiresIn, string Account, string Role, string Unit);

/// <summary>Signing in with an account of the development issuer. With an identity provider this route does not exist.</summary>
public sealed class SignInEndpoint(IServiceProvider services)
{
    [Function("SignIn")]
    public async Task<Ok<SignedIn>> SignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/sign-in")] HttpRequest http, CancellationToken cancellation)
    {
        SignInForm form = await StrictJson.Read<SignInForm>(http, cancellation);
        DevelopmentAccount account = DevelopmentAccounts.Find(form.Account) ?? throw new ProblemException(PlatformErrors.AuthAccount);
        string token = services.GetRequiredService<DevelopmentIssuer>().Issue(account);
        return TypedResults.Ok(new SignedIn(
            token, "Bearer", (int)DevelopmentIssuer.Lifetime.TotalSeconds, account.Account, account.Role, account.Unit.Value));
    }
}
