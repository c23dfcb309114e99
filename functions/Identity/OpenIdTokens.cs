using Boai.Functions.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Functions.Identity;

/// <summary>Staff tokens of the branch's identity provider.</summary>
/// <remarks>
/// Settings: <c>Identity:Authority</c> (whose <c>/.well-known/openid-configuration</c> gives issuer and keys) and <c>Identity:Audience</c>.
/// Without them no staff token is accepted.
/// </remarks>
public sealed class OpenIdTokens : ITokenSource
{
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _metadata;
    private readonly string _authority;
    private readonly string _audience;
    private readonly string _issuer;
    private readonly TimeProvider _time;

    public OpenIdTokens(IConfiguration configuration, TimeProvider time)
        : this(configuration, time, new HttpDocumentRetriever { RequireHttps = true })
    {
    }

    internal OpenIdTokens(IConfiguration configuration, TimeProvider time, IDocumentRetriever documents)
    {
        _time = time;
        _authority = (configuration["Identity:Authority"] ?? "").TrimEnd('/');
        _audience = configuration["Identity:Audience"] ?? "";
        _issuer = configuration["Identity:Issuer"] ?? _authority;
        if (_authority.Length > 0)
        {
            _metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
                _authority + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents);
        }
    }

    public bool Issues(string issuer) => _metadata is not null && _audience.Length > 0 && issuer == _issuer;

    /// <exception cref="ProblemException">The provider cannot be reached, so nothing can be said of the token.</exception>
    public async Task<TokenCheck> Check(string token, CancellationToken cancellation)
    {
        try
        {
            await _metadata!.GetConfigurationAsync(cancellation);
        }
        catch (InvalidOperationException unreachable)
        {
            throw new ProblemException([new Problem(PlatformErrors.Busy)], TimeSpan.FromSeconds(30), unreachable);
        }

        TokenValidationParameters parameters = TokenChecks.Parameters(
            _issuer, _audience, [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256], _time);
        parameters.ConfigurationManager = _metadata; // fetches the keys anew when a token names one that is not known yet
        return await TokenChecks.Judge(token, parameters, StaffClaims.Read);
    }
}
