using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Localhost.Engine;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.Durability;

/// <summary>What the engine relies on from a store, whichever it is.</summary>
public abstract partial class JournalTests
{
    [Fact]
    public async Task An_entry_is_inserted_once_under_its_key_and_never_changed()
    {
        IJournalStore store = await ReadyStoreAsync();

        Assert.True(await store.TryInsertEntryAsync(1, 7, [1, 2, 3], default));
        Assert.False(await store.TryInsertEntryAsync(1, 7, [4], default));

        Assert.Equal([1, 2, 3], await store.ReadEntryAsync(1, 7, default));
        Assert.Null(await store.ReadEntryAsync(2, 7, default));
    }

    [Theory]
    [InlineData(61_440)]
    [InlineData(61_441)]
    [InlineData(700_000)]
    public async Task A_large_entry_stands_whole_and_goes_whole(int length)
    {
        IJournalStore store = await ReadyStoreAsync();
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);

        Assert.True(await store.TryInsertEntryAsync(1, 1, content, default));
        Assert.False(await store.TryInsertEntryAsync(1, 1, content, default));
        Assert.Equal(content, await store.ReadEntryAsync(1, 1, default));

        // Deleting bears that some of it, or all, has gone before.
        JournalEntryKey[] keys = [new(1, 1, length), new(1, 2, 10)];
        await store.DeleteEntriesAsync(keys, default);
        await store.DeleteEntriesAsync(keys, default);
        Assert.Null(await store.ReadEntryAsync(1, 1, default));
        Assert.True(await store.TryInsertEntryAsync(1, 1, content, default));
    }

    [Fact]
    public async Task Of_two_who_replace_the_same_head_one_wins()
    {
        IJournalStore store = await ReadyStoreAsync();
        Assert.Null(await store.ReadHeadAsync(default));
        string? first = await store.TryWriteHeadAsync([1], null, default);
        Assert.NotNull(first);
        Assert.Null(await store.TryWriteHeadAsync([9], null, default));

        string?[] racers = await Task.WhenAll(Enumerable.Range(2, 8).Select(number => store.TryWriteHeadAsync([(byte)number], first, default)));

        string winner = Assert.Single(racers, tag => tag is not null)!;
        JournalHead head = (await store.ReadHeadAsync(default))!;
        Assert.Equal(winner, head.Tag);
        Assert.Equal(Array.IndexOf(racers, winner) + 2, head.Content[0]);
    }

    [Fact]
    public async Task Blobs_are_replaced_read_in_part_and_deleted()
    {
        IJournalStore store = await ReadyStoreAsync();
        Assert.Null(await store.ReadBlobAsync("b", default));
        await store.WriteBlobAsync("b", new byte[] { 1 }, default);
        await store.WriteBlobAsync("b", new byte[] { 1, 2, 3, 4 }, default);

        Assert.Equal([1, 2, 3, 4], await store.ReadBlobAsync("b", default));
        Assert.Equal([2, 3], await store.ReadBlobAsync("b", 1, 2, default));

        await store.DeleteBlobAsync("b", default);
        await store.DeleteBlobAsync("b", default);
        Assert.Null(await store.ReadBlobAsync("b", 0, 1, default));
    }

    private async Task<IJournalStore> ReadyStoreAsync()
    {
        IJournalStore store = await NewStoreAsync();
        await store.InitializeAsync(default);
        return store;
    }
}

/// <summary>The journal in memory.</summary>
public sealed class JournalInMemoryTests : JournalTests
{
    private protected override Task<IJournalStore> NewStoreAsync() => Task.FromResult<IJournalStore>(new MemoryJournalStore());
}

/// <summary>The journal in Azurite.</summary>
public sealed class JournalInAzuriteTests(AzuriteFixture azurite) : JournalTests
{
    private protected override async Task<IJournalStore> NewStoreAsync() => AzureStores.Of(await azurite.NewAccountAsync());
}

/// <summary>Stores on an Azurite account.</summary>
internal static class AzureStores
{
    public static AzureJournalStore Of(string connection, HttpMessageHandler? handler = null, TimeSpan? timeout = null)
    {
        TableClientOptions tables = new() { Retry = { MaxRetries = 0 } };
        BlobClientOptions blobs = new() { Retry = { MaxRetries = 0 } };
        if (handler is not null)
        {
            tables.Transport = new Azure.Core.Pipeline.HttpClientTransport(handler);
            blobs.Transport = new Azure.Core.Pipeline.HttpClientTransport(handler);
        }

        return new(new TableServiceClient(connection, tables), new BlobServiceClient(connection, blobs), "Durability", TimeProvider.System)
        {
            RequestTimeout = timeout ?? TimeSpan.FromSeconds(20),
        };
    }
}
