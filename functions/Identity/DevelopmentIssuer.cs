using System.Security.Cryptography;
using Boai.Functions.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Functions.Identity;

/// <summary>Gives staff tokens without an identity provider: for one machine and its tests, never for Azure.</summary>
/// <remarks>Switched on by <c>Identity:DevelopmentIssuer=true</c>. Its signing key is a file beside the master key.</remarks>
public sealed class DevelopmentIssuer : ITokenSource, IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    internal const string Setting = "Identity:DevelopmentIssuer";

    // Set by Azure, each by some plans only: Flex Consumption has no instance id. CONTAINER_NAME is none: other containers have it too.
    private static readonly string[] SignsOfAzure = ["WEBSITE_INSTANCE_ID", "WEBSITE_SITE_NAME", "WEBSITE_SKU", "LEGION_SERVICE_HOST"];

    private const string Issuer = "urn:boai:development";
    private const string Audience = "urn:boai:api";
    private readonly TimeProvider _time;
    private readonly ECDsa _key;

    // The library's cache lives as long as the process and would keep the key of a host that has stopped in it.
    private readonly CryptoProviderFactory _signing = new() { CacheSignatureProviders = false };

    /// <exception cref="InvalidOperationException">The process runs on Azure.</exception>
    public DevelopmentIssuer(IConfiguration configuration, TimeProvider time)
    {
        if (SignsOfAzure.Any(sign => !string.IsNullOrEmpty(configuration[sign])))
        {
            throw new InvalidOperationException($"{Setting} is on, and this process runs on Azure. Remove the setting: anybody could sign in as anybody.");
        }

        _time = time;
        _key = ECDsa.Create();
        _key.ImportFromPem(SecretFile.ReadOrCreate(KeyFolder.Of(configuration), "development-issuer.pem", NewKey));
    }

    private ECDsaSecurityKey Key => new(_key) { CryptoProviderFactory = _signing };

    public static bool IsOn(IConfiguration configuration) => string.Equals(configuration[Setting], "true", StringComparison.OrdinalIgnoreCase);

    public bool Issues(string issuer) => issuer == Issuer;

    /// <returns>A bearer token for the account.</returns>
    public string Issue(DevelopmentAccount account)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return TokenChecks.Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = StaffClaims.Write(account.Account, [account.Role], account.Unit),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public Task<TokenCheck> Check(string token, CancellationToken cancellation)
    {
        TokenValidationParameters parameters = TokenChecks.Parameters(Issuer, Audience, [SecurityAlgorithms.EcdsaSha256], _time);
        parameters.IssuerSigningKey = Key;
        return TokenChecks.Judge(token, parameters, StaffClaims.Read);
    }

    public void Dispose() => _key.Dispose();

    private static string NewKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
