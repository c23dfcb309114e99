using System.Text.Json;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>The master key is rotated while cases run, as docs/operations.md says.</summary>
public sealed class MasterKeyTests
{
    [Fact]
    public async Task A_rotation_over_HTTP_keeps_everybody_readable_and_the_old_key_goes_when_nobody_needs_it()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney before = await ReliefJourney.Apply(app, ReliefForms.Valid(931));
        string old = Assert.Single(await Keys(app)).GetProperty("keyId").GetString()!;

        (await app.Post("yz-officer-1", "operations/master-keys/rotation", new { })).Refused(403, "access.role");
        (await app.Post("city-dpo", "operations/master-keys/retirement", new { keyId = old })).RefusedAt("keyId", "master-key.current");
        string made = (await app.Post("city-dpo", "operations/master-keys/rotation", new { })).Expect(200).Text("keyId");
        ReliefJourney after = await ReliefJourney.Apply(app, ReliefForms.Valid(932));
        Assert.Equal([made, old], (await Keys(app)).Select(key => key.GetProperty("keyId").GetString()));
        Reply needed = await app.Post("city-dpo", "operations/master-keys/retirement", new { keyId = old });
        needed.RefusedAt("keyId", "master-key.needed");
        Assert.Contains("个数据密钥", needed.Body, StringComparison.Ordinal);
        (await app.Post("city-dpo", "operations/master-keys/retirement", new { keyId = "local-none" })).RefusedAt("keyId", "master-key.unknown");

        Reply rewrapped = await app.Post("city-dpo", "operations/master-keys/rewrapping", new { });
        Assert.Equal((0, 0), (rewrapped.Expect(200).Number("remaining"), rewrapped.Number("unreadable")));
        Assert.NotEqual(0, rewrapped.Number("rewrapped"));
        (await app.Post("city-dpo", "operations/master-keys/retirement", new { keyId = old })).Expect(200);
        await app.Host.RestartAsync();

        Assert.Equal(made, Assert.Single(await Keys(app)).GetProperty("keyId").GetString());
        foreach (ReliefJourney journey in new[] { before, after })
        {
            Reply applicant = await app.Get("yz-officer-1", $"cases/{journey.Number}/applicant", purpose: "intake");
            Assert.NotEmpty(applicant.Expect(200).Json.EnumerateObject());
        }

        Assert.Equal("ok", (await app.Get(null, "health/ready")).Expect(200).Text("status"));
    }

    private static async Task<JsonElement[]> Keys(BranchApp app) => [.. (await app.Get("city-audit", "operations/master-keys")).Expect(200).Json.EnumerateArray()];
}
