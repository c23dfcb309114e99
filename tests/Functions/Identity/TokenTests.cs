using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Tests.Functions.Identity;

/// <summary>Bearer tokens: only ours, only in time, only untouched.</summary>
public sealed class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_staff_token_tells_account_role_and_unit()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);

        TokenCheck check = await platform.Get<TokenChecks>().Check(platform.TokenOf("wz-lead-2"), Cancellation);

        Caller.Staff staff = Assert.IsType<Caller.Staff>(Assert.IsType<TokenCheck.Valid>(check).Caller);
        Assert.Equal(("wz-lead-2", Roles.DistrictLead, UnitCode.Parse("500101")), (staff.StaffId, Assert.Single(staff.Roles), staff.Unit));
    }

    [Fact]
    public async Task A_case_token_tells_its_subject_and_case_and_lasts_half_an_hour()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        SubjectId subject = SubjectId.New();
        string token = platform.Get<CaseSessions>().Issue(subject, TestCases.Number());

        TokenCheck now = await platform.Get<TokenChecks>().Check(token, Cancellation);
        platform.Clock.Advance(CaseSessions.Lifetime + TimeSpan.FromMinutes(2));
        TokenCheck later = await platform.Get<TokenChecks>().Check(token, Cancellation);

        Assert.Equal(new Caller.Applicant(subject, TestCases.Number()), Assert.IsType<TokenCheck.Valid>(now).Caller);
        Assert.IsType<TokenCheck.Expired>(later);
    }

    [Fact]
    public async Task A_token_of_tomorrow_is_refused()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        platform.Clock.Advance(TimeSpan.FromDays(1));
        string token = platform.TokenOf("yz-lead-1");
        platform.Clock.Advance(TimeSpan.FromDays(-1));

        Assert.IsType<TokenCheck.Invalid>(await platform.Get<TokenChecks>().Check(token, Cancellation));
    }

    [Fact]
    public async Task Any_change_to_a_token_is_found()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        string[] parts = platform.TokenOf("yz-town-1").Split('.');
        TokenChecks checks = platform.Get<TokenChecks>();

        foreach (string token in new[]
        {
            Join(parts[0], Changed(parts[1], payload => payload["roles"] = Roles.Executive), parts[2]),
            Join(parts[0], Changed(parts[1], payload => payload["unit"] = "500000"), parts[2]),
            Join(parts[0], Changed(parts[1], payload => payload["exp"] = 4102444800L), parts[2]),
            Join(Changed(parts[0], header => header["alg"] = "HS256"), parts[1], parts[2]),
            Join(Changed(parts[0], header => header["alg"] = "none"), parts[1], parts[2]),
            Join(Changed(parts[0], header => header["alg"] = "none"), parts[1], ""),
            Join(parts[0], parts[1], Flipped(parts[2])),
            Join(parts[0], parts[1], ""),
            Join(parts[0], parts[1]),
            parts[0], "", "...", new string('a', 9000),
        })
        {
            Assert.IsType<TokenCheck.Invalid>(await checks.Check(token, Cancellation));
        }
    }

    [Fact]
    public async Task Nobody_elses_tokens_are_taken()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        TokenChecks checks = platform.Get<TokenChecks>();
        using ECDsa foreignKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.IsType<TokenCheck.Invalid>(await checks.Check(Forged("https://login.example", "urn:boai:api"), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await checks.Check(Forged("urn:boai:development", "urn:boai:api"), Cancellation));
        Assert.IsType<TokenCheck.Invalid>(await checks.Check(Forged("urn:boai:case-session", "urn:boai:api"), Cancellation));

        string Forged(string issuer, string audience) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = platform.Clock.GetUtcNow().UtcDateTime,
            Expires = platform.Clock.GetUtcNow().UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "yz-lead-1", ["roles"] = Roles.DistrictLead, ["unit"] = "500103" },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(foreignKey), SecurityAlgorithms.EcdsaSha256),
        });
    }

    [Fact]
    public async Task A_token_for_another_audience_or_of_one_source_under_anothers_name_is_refused()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        SymmetricSecurityKey key = new(platform.Get<PlatformKeys>().For(KeyPurpose.CaseSessions));

        foreach ((string issuer, string audience) in new[] { ("urn:boai:case-session", "urn:other"), ("urn:boai:development", "urn:boai:api") })
        {
            string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                NotBefore = platform.Clock.GetUtcNow().UtcDateTime,
                Expires = platform.Clock.GetUtcNow().UtcDateTime.AddHours(1),
                Claims = new Dictionary<string, object> { ["sub"] = SubjectId.New().Value, ["case"] = TestCases.Number().Value },
                SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
            });
            Assert.IsType<TokenCheck.Invalid>(await platform.Get<TokenChecks>().Check(token, Cancellation));
        }
    }

    [Fact]
    public void The_development_issuer_refuses_to_run_on_azure()
    {
        IConfigurationRoot azure = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Identity:DevelopmentIssuer"] = "true", ["WEBSITE_INSTANCE_ID"] = "a1b2" }).Build();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new DevelopmentIssuer(azure, TimeProvider.System));

        Assert.Contains("Identity:DevelopmentIssuer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_development_issuer_runs_in_a_container_of_a_developers_own()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        IConfigurationRoot container = new ConfigurationBuilder().AddConfiguration(platform.Get<IConfiguration>()).AddInMemoryCollection(
            new Dictionary<string, string?> { ["Identity:DevelopmentIssuer"] = "true", ["CONTAINER_NAME"] = "my-box" }).Build();

        using DevelopmentIssuer issuer = new(container, platform.Clock);

        Assert.IsType<TokenCheck.Valid>(await issuer.Check(issuer.Issue(DevelopmentAccounts.All[0]), Cancellation));
    }

    [Fact]
    public void There_is_an_account_for_every_role_and_pairs_where_two_are_needed()
    {
        Assert.Equal(StaffRoles.All.Order(), DevelopmentAccounts.All.Select(account => account.Role).Distinct().Order());
        Assert.Equal(DevelopmentAccounts.All.Count, DevelopmentAccounts.All.Select(account => account.Account).Distinct().Count());
        foreach (string unit in new[] { "500101", "500103" })
        {
            Assert.All(
                [Roles.Town, Roles.DistrictOfficer, Roles.DistrictLead, Roles.Accountant],
                role => Assert.True(DevelopmentAccounts.All.Count(account => account.Role == role && account.Unit.Value == unit) >= 2));
        }

        Assert.All(DevelopmentAccounts.All, account => Assert.Contains(
            DevelopmentAccountsTable.Lines(), line => line.StartsWith(account.Role, StringComparison.Ordinal) && line.Split(' ').Contains(account.Account)));
    }

    private static string Join(params string[] parts) => string.Join('.', parts);

    private static string Flipped(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];

    private static string Changed(string part, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
        change(json);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
