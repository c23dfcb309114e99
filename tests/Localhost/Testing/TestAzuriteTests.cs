using Azure.Data.Tables;
using Boai.Localhost.Testing;

namespace Boai.Tests.Localhost.Testing;

/// <summary>An Azurite of a test's own.</summary>
public sealed class TestAzuriteTests
{
    [Fact]
    public async Task In_memory_it_keeps_what_is_written_until_it_ends()
    {
        await using TestAzurite azurite = await TestAzurite.StartAsync(onDisk: false);
        TableClient table = new(azurite.NewAccount(), "Things");
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Weight"] = 3 });

        TableEntity read = await table.GetEntityAsync<TableEntity>("p", "r");
        await azurite.KillAsync();
        await azurite.StartAgainAsync();

        Assert.Equal(3, read["Weight"]);
        Assert.False(await table.ExistsAsync());
    }
}

internal static class TableLookup
{
    /// <summary>Whether the table is there at all.</summary>
    public static async Task<bool> ExistsAsync(this TableClient table)
    {
        try
        {
            await foreach (TableEntity _ in table.QueryAsync<TableEntity>(maxPerPage: 1))
            {
                return true;
            }

            return true;
        }
        catch (Azure.RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }
}
