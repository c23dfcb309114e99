using System.Runtime.Versioning;
using Boai.Functions.Vault;

namespace Boai.Tests.Functions.Vault;

/// <summary>The master key of a single machine: a file that only its owner can read.</summary>
public sealed class LocalMasterKeyTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "boai-keys-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task The_key_is_made_once_and_found_again()
    {
        LocalMasterKey first = LocalMasterKey.InFolder(_folder);
        WrappedKey wrapped = await first.Wrap(new byte[32], TestContext.Current.CancellationToken);

        LocalMasterKey again = LocalMasterKey.InFolder(_folder);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(new byte[32], await again.Unwrap(wrapped, TestContext.Current.CancellationToken));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_file_and_its_folder_are_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        LocalMasterKey.InFolder(_folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "master.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_others_can_reach_is_refused(UnixFileMode extra)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        LocalMasterKey.InFolder(_folder);
        string file = Path.Combine(_folder, "master.key");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | extra);

        KeyFileException refused = Assert.Throws<KeyFileException>(() => LocalMasterKey.InFolder(_folder));

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused_and_not_replaced()
    {
        LocalMasterKey.InFolder(_folder);
        string file = Path.Combine(_folder, "master.key");
        File.WriteAllText(file, "boai-master-key-1 local-1 AAAA\n");

        Assert.Throws<KeyFileException>(() => LocalMasterKey.InFolder(_folder));
        Assert.Equal("boai-master-key-1 local-1 AAAA\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_key_wrapped_by_another_master_key_does_not_unwrap()
    {
        LocalMasterKey mine = LocalMasterKey.InFolder(_folder);
        LocalMasterKey other = LocalMasterKey.InFolder(Path.Combine(_folder, "other"));
        WrappedKey wrapped = await other.Wrap(new byte[32], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<SealBrokenException>(async () => await mine.Unwrap(wrapped, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SealBrokenException>(async () => await mine.Unwrap(wrapped with { KeyId = mine.Id }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_new_key_wraps_and_the_former_ones_go_on_unwrapping_also_in_another_process()
    {
        LocalMasterKey here = LocalMasterKey.InFolder(_folder);
        LocalMasterKey elsewhere = LocalMasterKey.InFolder(_folder); // as another process has it
        WrappedKey before = await here.Wrap(new byte[32], TestContext.Current.CancellationToken);

        string made = here.Rotate();
        WrappedKey after = await elsewhere.Wrap(new byte[32], TestContext.Current.CancellationToken);

        Assert.Equal((made, made), (after.KeyId, elsewhere.Id));
        Assert.Equal([made, before.KeyId], LocalMasterKey.InFolder(_folder).Known);
        Assert.All([before, after], wrapped => Assert.Equal(new byte[32], elsewhere.Unwrap(wrapped, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(Path.Combine(_folder, "master.key")));
        Assert.Equal(["master.key"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_retired_key_unwraps_nothing_and_the_current_one_cannot_be_retired()
    {
        LocalMasterKey key = LocalMasterKey.InFolder(_folder);
        WrappedKey before = await key.Wrap(new byte[32], TestContext.Current.CancellationToken);
        string made = key.Rotate();

        Assert.Throws<ArgumentException>(() => key.Retire(made));
        key.Retire(before.KeyId);
        key.Retire(before.KeyId);

        Assert.Equal([made], key.Known);
        SealBrokenException refused = await Assert.ThrowsAsync<SealBrokenException>(async () => await key.Unwrap(before, TestContext.Current.CancellationToken));
        Assert.Contains(before.KeyId, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_that_start_together_end_with_one_key()
    {
        string[] ids = new string[16];

        Parallel.For(0, ids.Length, place => ids[place] = LocalMasterKey.InFolder(_folder).Id);

        Assert.Single(ids.Distinct());
        Assert.Equal(["master.key"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
