using System.Security.Cryptography;
using System.Text.Json;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Tests.Functions.Identity;

/// <summary>Staff tokens of the branch's identity provider, by its published metadata and keys.</summary>
public sealed class OpenIdTokensTests : IDisposable
{
    private const string Authority = "https://login.example/branch";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _foreign = RSA.Create(2048);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_of_the_provider_is_taken()
    {
        TokenCheck check = await Source().Check(Token(_key), Cancellation);

        Caller.Staff staff = Assert.IsType<Caller.Staff>(Assert.IsType<TokenCheck.Valid>(check).Caller);
        Assert.Equal(("a1b2", UnitCode.Parse("500103")), (staff.StaffId, staff.Unit));
        Assert.Equal([Roles.Town, Roles.DistrictOfficer], staff.Roles);
    }

    [Fact]
    public async Task Another_audience_issuer_key_time_or_missing_claim_is_refused()
    {
        OpenIdTokens source = Source();

        Assert.IsType<TokenCheck.Invalid>(await source.Check(Token(_key, audience: "api://other"), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await source.Check(Token(_key, issuer: "https://login.example/other"), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await source.Check(Token(_foreign), Cancellation));
        Assert.IsType<TokenCheck.Expired>(await source.Check(Token(_key, expires: Now.AddMinutes(-5)), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await source.Check(Token(_key, drop: "unit"), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await source.Check(Token(_key, drop: "roles"), Cancellation));
        Assert.False(source.Issues("urn:boai:development"));
    }

    [Fact]
    public void Without_an_authority_no_staff_token_is_taken() =>
        Assert.False(new OpenIdTokens(new ConfigurationBuilder().Build(), TimeProvider.System).Issues(""));

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_not_the_callers_fault()
    {
        ProblemException busy = await Assert.ThrowsAsync<ProblemException>(() => Source(new Unreachable()).Check(Token(_key), Cancellation));

        Assert.Equal(PlatformErrors.Busy, busy.Problems[0].Code);
    }

    public void Dispose()
    {
        _key.Dispose();
        _foreign.Dispose();
    }

    private OpenIdTokens Source(IDocumentRetriever? documents = null) => new(
        new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Identity:Authority"] = Authority, ["Identity:Audience"] = "api://boai" }).Build(),
        new MovableClock(Now), documents ?? new Published(_key));

    private static string Token(RSA key, string issuer = Authority, string audience = "api://boai", DateTimeOffset? expires = null, string? drop = null)
    {
        Dictionary<string, object> claims = new()
        {
            ["sub"] = "a1b2", ["roles"] = new[] { Roles.Town, "Some.Other.App", Roles.DistrictOfficer }, ["unit"] = "500103",
        };
        if (drop is not null)
        {
            claims.Remove(drop);
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = Now.UtcDateTime.AddHours(-1),
            NotBefore = Now.UtcDateTime.AddHours(-1),
            Expires = (expires ?? Now.AddHours(1)).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>What the provider publishes.</summary>
    private sealed class Published(RSA key) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (address.EndsWith("openid-configuration", StringComparison.Ordinal))
            {
                return Task.FromResult(JsonSerializer.Serialize(new { issuer = Authority, jwks_uri = Authority + "/keys" }));
            }

            RSAParameters parameters = key.ExportParameters(includePrivateParameters: false);
            return Task.FromResult(JsonSerializer.Serialize(new
            {
                keys = new[]
                {
                    new { kty = "RSA", use = "sig", kid = "k1", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) },
                },
            }));
        }
    }

    private sealed class Unreachable : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => throw new IOException("no route");
    }
}
