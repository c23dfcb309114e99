using System.Net;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Vault;

/// <summary>Everybody's data keys come under the new master key, and nothing is lost on the way.</summary>
public sealed class KeyRotationTests
{
    private static readonly CaseNumber Case = TestCases.Number();
    private static readonly AccessPurpose Purpose = new(PurposeCodes.Verification, "yz-officer-1", "DIST_OFF", "500103", Case.Value, "here");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_rotation_and_rewrapping_the_old_key_is_needed_by_nobody_and_everybody_is_readable()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (IOwnMasterKey master, KeyRotation rotation) = Of(platform);
        SubjectId[] people = await Admit(platform, 5);
        string old = master.Id;
        Assert.Equal(6, (await rotation.Uses(Cancellation))[old]); // five people and the installation's own secret

        string made = master.Rotate();
        Assert.Equal(new Rewrapping(6, 0, 0), await rotation.Rewrap(100, Cancellation));

        Assert.Equal([made], (await rotation.Uses(Cancellation)).Keys);
        Assert.Equal(new Rewrapping(0, 0, 0), await rotation.Rewrap(100, Cancellation));
        master.Retire(old);
        await AllReadable(platform, people);
    }

    [Fact]
    public async Task A_run_that_has_its_fill_leaves_the_rest_to_the_next()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (IOwnMasterKey master, KeyRotation rotation) = Of(platform);
        await Admit(platform, 4);
        master.Rotate();

        Assert.Equal(new Rewrapping(2, 3, 0), await rotation.Rewrap(2, Cancellation));
        Assert.Equal(new Rewrapping(2, 1, 0), await rotation.Rewrap(2, Cancellation));
        Assert.Equal(new Rewrapping(1, 0, 0), await rotation.Rewrap(2, Cancellation));
    }

    [Fact]
    public async Task A_run_that_dies_before_any_of_its_writes_loses_nobody_and_is_taken_up_again()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (IOwnMasterKey master, KeyRotation rotation) = Of(platform);
        SubjectId[] people = await Admit(platform, 3);
        string old = master.Id;
        master.Rotate();
        StorageMeter meter = platform.Get<StorageMeter>();
        for (int deadly = 1; deadly <= 4; deadly++)
        {
            int writes = 0;
            meter.BeforeSending = operation =>
            {
                if (operation.EndsWith(" PATCH", StringComparison.Ordinal) && ++writes == 2)
                {
                    throw new InvalidOperationException("the process dies here");
                }
            };
            Exception? death = await Record.ExceptionAsync(() => rotation.Rewrap(100, Cancellation));
            meter.BeforeSending = null;
            Assert.Equal(deadly < 4, death is not null); // one row more each time; then one write is left, and none after it
            await AllReadable(platform, people);
        }

        Assert.False((await rotation.Uses(Cancellation)).ContainsKey(old));
    }

    [Fact]
    public async Task Whoever_is_destroyed_while_it_runs_stays_destroyed()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (IOwnMasterKey master, KeyRotation rotation) = Of(platform);
        SubjectId[] people = await Admit(platform, 2);
        PersonVault vault = platform.Get<PersonVault>();
        master.Rotate();
        StorageMeter meter = platform.Get<StorageMeter>();
        bool done = false;
        meter.BeforeSending = operation =>
        {
            if (!done && operation == "table vault PATCH")
            {
                done = true; // read already, not written yet
                vault.Destroy(people[0], Purpose, Cancellation).GetAwaiter().GetResult();
                vault.Destroy(people[1], Purpose, Cancellation).GetAwaiter().GetResult();
            }
        };

        Rewrapping result = await rotation.Rewrap(100, Cancellation);
        meter.BeforeSending = null;

        Assert.True(done);
        Assert.Equal(new Rewrapping(1, 2, 0), result);
        Assert.Equal(new Rewrapping(0, 0, 0), await rotation.Rewrap(100, Cancellation));
        await Assert.ThrowsAsync<SubjectDestroyedException>(() => vault.Read(people[0], Case, [VaultField.Name], Purpose, Cancellation));
    }

    [Fact]
    public async Task Keys_whose_master_key_is_not_there_are_counted_and_left_as_they_are()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (IOwnMasterKey master, KeyRotation rotation) = Of(platform);
        SubjectId[] people = await Admit(platform, 1);
        string file = Path.Combine(platform.KeyFolder, "master.key");
        string before = await File.ReadAllTextAsync(file, Cancellation);
        string old = master.Id;
        master.Rotate();
        master.Retire(old); // too early, and past every check

        Assert.Equal(new Rewrapping(0, 0, 2), await rotation.Rewrap(100, Cancellation));
        Assert.Equal(2, (await rotation.Uses(Cancellation))[old]);

        await File.AppendAllTextAsync(file, before, Cancellation); // put back from the backup
        Assert.Equal(new Rewrapping(2, 0, 0), await rotation.Rewrap(100, Cancellation));
        await AllReadable(platform, people);
    }

    [Fact]
    public async Task A_key_vault_unwraps_with_the_version_that_wrapped_and_wraps_with_the_one_that_is_set()
    {
        using HttpClient http = new(new FakeKeyVault());
        Uri vault = new("https://boai.vault.azure.cn/");
        KeyVaultMasterKey old = new(http, new FakeCredential(), vault, "vault-master/0001", "scope");
        KeyVaultMasterKey current = new(http, new FakeCredential(), vault, "vault-master/0002", "scope");
        byte[] key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

        WrappedKey before = await old.Wrap(key, Cancellation);
        WrappedKey after = await current.Wrap(await current.Unwrap(before, Cancellation), Cancellation);

        Assert.Equal(("vault-master/0001", "vault-master/0002"), (before.KeyId, after.KeyId));
        Assert.Equal(key, await current.Unwrap(after, Cancellation));
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(async () => await current.Unwrap(before with { KeyId = "vault-master/0003" }, Cancellation));
        Assert.Contains("vault-master/0003", refused.Message, StringComparison.Ordinal);
        Assert.False((IMasterKey)current is IOwnMasterKey);
    }

    private static (IOwnMasterKey Master, KeyRotation Rotation) Of(PlatformUnderTest platform) =>
        ((IOwnMasterKey)platform.Get<IMasterKey>(), platform.Get<KeyRotation>());

    private static async Task<SubjectId[]> Admit(PlatformUnderTest platform, int count)
    {
        List<SubjectId> people = [];
        for (int number = 0; number < count; number++)
        {
            people.AddRange((await platform.Get<PersonVault>().AdmitHousehold(
                [TestCases.Applicant with { IdNumber = SyntheticPeople.ResidentId(9_100 + (number * 17)) }], Case, Cancellation)).Members);
        }

        return [.. people];
    }

    // Past every cache: as a process that starts anew reads it.
    private static async Task AllReadable(PlatformUnderTest platform, IEnumerable<SubjectId> people)
    {
        DataKeys keys = new(platform.Get<AppStorage>(), platform.Get<IMasterKey>(), platform.Clock);
        foreach (SubjectId person in people)
        {
            TableEntity row = (await platform.Get<AppStorage>().Table(PlatformTables.Vault).Find(person.Value, person.Value, Cancellation))!;
            Dictionary<string, string> fields = VaultRows.Open(row, (await keys.Find(person, Cancellation))!, VaultRows.PersonContext(person));
            Assert.Equal(TestCases.Name, fields[VaultField.Name]);
        }

        PlatformKeys installation = new(platform.Get<AppStorage>(), platform.Get<IMasterKey>());
        await installation.Load(Cancellation);
        Assert.Equal(platform.Get<PlatformKeys>().For(KeyPurpose.Outbox), installation.For(KeyPurpose.Outbox));
    }

    private sealed class FakeCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Two versions of a key; what one wraps no other unwraps.</summary>
    private sealed class FakeKeyVault : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string[] path = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries); // keys, name, version, operation
            byte version = byte.Parse(path[2], System.Globalization.CultureInfo.InvariantCulture);
            if (version > 2)
            {
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            }

            JsonElement body = (await JsonDocument.ParseAsync(await request.Content!.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken)).RootElement;
            byte[] value = System.Buffers.Text.Base64Url.DecodeFromChars(body.GetProperty("value").GetString());
            byte[] turned = [.. value.Select(one => (byte)(one ^ version))];
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(JsonSerializer.Serialize(new { value = System.Buffers.Text.Base64Url.EncodeToString(turned) })),
            };
        }
    }
}
