using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Functions.Identity;

/// <summary>Judges a bearer token by the source that its issuer names; a token of nobody we know is invalid.</summary>
public sealed class TokenChecks(IEnumerable<ITokenSource> sources)
{
    private const int LongestToken = 8 * 1024;
    private readonly ITokenSource[] _sources = [.. sources];

    public async Task<TokenCheck> Check(string token, CancellationToken cancellation)
    {
        if (token.Length > LongestToken || !Handler.CanReadToken(token))
        {
            return new TokenCheck.Invalid();
        }

        string issuer;
        try
        {
            issuer = Handler.ReadJsonWebToken(token).Issuer;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            return new TokenCheck.Invalid();
        }

        ITokenSource? source = _sources.FirstOrDefault(one => one.Issues(issuer));
        return source is null ? new TokenCheck.Invalid() : await source.Check(token, cancellation);
    }

    /// <summary>Shared: keeps claims under the names they have in the token.</summary>
    internal static JsonWebTokenHandler Handler { get; } = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <summary>Parameters for one issuer and audience; the lifetime is judged by the app's clock.</summary>
    internal static TokenValidationParameters Parameters(string issuer, string audience, IReadOnlyList<string> algorithms, TimeProvider time) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = audience,
        ValidAlgorithms = [.. algorithms],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuerSigningKey = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires, time.GetUtcNow().UtcDateTime),
    };

    internal static async Task<TokenCheck> Judge(string token, TokenValidationParameters parameters, Func<JsonWebToken, Caller?> read)
    {
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, parameters);
        if (result.IsValid)
        {
            return read((JsonWebToken)result.SecurityToken) is { } caller ? new TokenCheck.Valid(caller) : new TokenCheck.Invalid();
        }

        return result.Exception is SecurityTokenExpiredException ? new TokenCheck.Expired() : new TokenCheck.Invalid();
    }

    private static bool IsInTime(DateTime? notBefore, DateTime? expires, DateTime now)
    {
        TimeSpan skew = TimeSpan.FromMinutes(1);
        if (expires is { } end && now >= end + skew)
        {
            throw new SecurityTokenExpiredException("The token's time is over.");
        }

        return expires is not null && (notBefore is null || now >= notBefore - skew);
    }
}
