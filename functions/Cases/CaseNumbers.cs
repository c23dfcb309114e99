using System.Collections.Concurrent;
using System.Globalization;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>Gives out sequence numbers for cases: unique within a business and year over the whole municipality, with gaps.</summary>
/// <remarks>
/// A process takes a block of numbers at a time from a counter row, guarded by its ETag; so most numbers cost no storage operation, and
/// a process that ends early leaves a gap, never a number twice.
/// </remarks>
public sealed class CaseNumbers(AppStorage storage)
{
    private const int BlockSize = 50;
    private readonly ConcurrentDictionary<string, Block> _blocks = new(StringComparer.Ordinal);

    /// <summary>Takes the next sequence number.</summary>
    /// <param name="year">Beijing calendar year.</param>
    /// <exception cref="InvalidOperationException">The year's numbers are used up.</exception>
    public async Task<int> Reserve(BusinessCode business, int year, CancellationToken cancellation)
    {
        string counter = string.Create(CultureInfo.InvariantCulture, $"{business.Value}|{year}");
        Block block = _blocks.GetOrAdd(counter, static _ => new Block());
        await block.Gate.WaitAsync(cancellation);
        try
        {
            if (block.Next > block.Last)
            {
                int first = await TakeBlock(counter, cancellation);
                (block.Next, block.Last) = (first, first + BlockSize - 1);
            }

            int sequence = block.Next++;
            return sequence <= CaseNumber.LargestSequence
                ? sequence
                : throw new InvalidOperationException($"The {CaseNumber.LargestSequence} numbers of {business} in {year} are used up.");
        }
        finally
        {
            block.Gate.Release();
        }
    }

    /// <summary>A whole new number for a unit.</summary>
    public async Task<CaseNumber> Next(BusinessCode business, UnitCode unit, int year, CancellationToken cancellation) =>
        CaseNumber.Create(business, unit, year, await Reserve(business, year, cancellation));

    private async Task<int> TakeBlock(string counter, CancellationToken cancellation)
    {
        TableClient table = storage.Table(PlatformTables.Counters);
        while (true)
        {
            TableEntity? row = await table.Find(counter, counter, cancellation);
            int first = row?.GetInt32("Next") ?? 1;
            TableEntity taken = new(counter, counter) { ["Next"] = first + BlockSize };
            bool won = row is null
                ? await table.TryAdd(taken, cancellation)
                : await table.TryMerge(taken, row.ETag, cancellation);
            if (won)
            {
                return first;
            }
        }
    }

    private sealed class Block
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Next { get; set; } = 1;

        public int Last { get; set; }
    }
}
