using System.Text;
using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>Messages lie encrypted in the broker's journal, and what lay there before in the clear is still read.</summary>
public sealed class SealedJournalTests : IDisposable
{
    private const string Secret = "欧阳金丝雀 500103195001010005";
    private readonly MemoryJournalStore store = new();
    private readonly LocalClock clock = LocalClock.Virtual(Samples.Start);
    private readonly string folder = Directory.CreateTempSubdirectory("sealed-journal-").FullName;

    public void Dispose()
    {
        clock.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Entries_and_checkpoints_are_read_back_with_the_key_and_cannot_be_read_without()
    {
        await using (StoredMessageJournal journal = Journal(Sealed(folder)))
        {
            await journal.OpenAsync(default);
            await journal.AppendAsync(Bytes("first " + Secret), default);
            await journal.CheckpointAsync(Bytes("checkpoint " + Secret), default);
            await journal.AppendAsync(Bytes("second " + Secret), default);
        }

        foreach (byte[] kept in await Kept())
        {
            Assert.DoesNotContain("金丝雀", Encoding.UTF8.GetString(kept));
        }

        await using StoredMessageJournal again = Journal(Sealed(folder));
        JournalContents contents = await again.OpenAsync(default);
        Assert.Equal("checkpoint " + Secret, Encoding.UTF8.GetString(contents.Checkpoint!));
        Assert.Equal(["second " + Secret], contents.Entries.Select(entry => Encoding.UTF8.GetString(entry.Span)));
    }

    [Fact]
    public async Task What_an_earlier_version_wrote_in_the_clear_is_read_and_goes_with_the_checkpoints()
    {
        await using (StoredMessageJournal before = Journal(store))
        {
            await before.OpenAsync(default);
            await before.AppendAsync(Bytes("old " + Secret), default);
        }

        StoredMessageJournal after = Journal(Sealed(folder));
        JournalContents contents = await after.OpenAsync(default);
        Assert.Equal(["old " + Secret], contents.Entries.Select(entry => Encoding.UTF8.GetString(entry.Span)));
        Assert.True(after.WantsCheckpoint);
        await after.CheckpointAsync(Bytes("all"), default);
        await after.CheckpointAsync(Bytes("all"), default);
        await after.DisposeAsync();
        Assert.Null(await store.ReadEntryAsync(1, 1, default));
    }

    [Fact]
    public async Task Another_key_is_told_by_name_and_nothing_is_thrown_away()
    {
        await using (StoredMessageJournal journal = Journal(Sealed(folder)))
        {
            await journal.OpenAsync(default);
            await journal.AppendAsync(Bytes(Secret), default);
        }

        string other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        await using (StoredMessageJournal wrong = Journal(Sealed(other)))
        {
            InvalidDataException told = await Assert.ThrowsAsync<InvalidDataException>(() => wrong.OpenAsync(default));
            Assert.Contains(JournalKeyFile.Name, told.Message, StringComparison.Ordinal);
        }

        await using StoredMessageJournal right = Journal(Sealed(folder));
        Assert.Single((await right.OpenAsync(default)).Entries);
    }

    [Fact]
    public void A_key_file_that_was_cut_is_refused_and_one_that_is_missing_is_made_for_its_owner_alone()
    {
        byte[] made = JournalKeyFile.Open(folder);
        Assert.Equal(made, JournalKeyFile.Open(folder));
        string path = Path.Combine(folder, JournalKeyFile.Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        File.WriteAllBytes(path, made[..31]);
        Assert.Contains("31 bytes", Assert.Throws<InvalidDataException>(() => JournalKeyFile.Open(folder)).Message, StringComparison.Ordinal);
    }

    private SealedJournalStore Sealed(string keyFolder) => new(store, JournalKeyFile.Open(keyFolder));

    private StoredMessageJournal Journal(IJournalStore over) => new(over, NullLogger.Instance, clock);

    private async Task<IReadOnlyList<byte[]>> Kept()
    {
        List<byte[]> kept = [];
        for (long sequence = 1; sequence <= 2; sequence++)
        {
            kept.Add((await store.ReadEntryAsync(1, sequence, default))!);
        }

        JournalHeadState head = JournalHeadState.Decode((await store.ReadHeadAsync(default))!.Content);
        kept.Add((await store.ReadBlobAsync(head.Checkpoint!, default))!);
        return kept;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
