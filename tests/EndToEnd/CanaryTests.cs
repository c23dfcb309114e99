using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Boai.Localhost.Engine;
using Boai.Workflows.HardshipRelief;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>Handbook §12.2 and I-52: nothing of class C3 or C4 stands in the clear anywhere but in the hands of those who may read it.</summary>
public sealed class CanaryTests
{
    private const string Control = "对照金丝雀鸿鹄";

    [Fact]
    public async Task I_52_nothing_that_people_told_the_branch_can_be_read_in_any_store_queue_history_or_log()
    {
        await using BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace, engine: new DurableEngineOptions { CheckpointAfterEntries = 10 });
        Canaries canaries = new();
        CanaryCases cases = new(app, canaries);
        string[] numbers =
        [
            await cases.ObjectedToReturnedByTheBankAndPaid(),
            await cases.RefusedAndReviewed(),
            await cases.Withdrawn(),
            await cases.DraftedAndSubmitted(),
        ];
        await cases.RefusedForms();
        await app.Host.RestartAsync();

        IReadOnlyList<Remain> remains = await Remains.Of(app);

        Assert.Empty(new CanarySearch(canaries.All).FindIn(remains));
        AssertThatTheSearchReaches(remains, numbers);
        await AssertThatAPlantedOneIsFound(app);
    }

    [Theory]
    [InlineData("13583746251")]
    [InlineData("欧阳鹮羽")]
    public void A_text_is_found_in_every_form_and_not_where_it_is_not(string canary)
    {
        CanarySearch search = new([canary]);
        byte[] utf8 = Encoding.UTF8.GetBytes(canary);
        string escaped = string.Concat(canary.Select(character => $"\\u{(int)character:X4}"));
        byte[][] forms =
        [
            [1, 2, .. utf8, 3], [7, .. Encoding.Unicode.GetBytes(canary)], Encoding.BigEndianUnicode.GetBytes(canary),
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(canary),
            .. Enumerable.Range(0, 3).Select(before => Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[before], .. utf8, 9, 9]))),
            Encoding.ASCII.GetBytes(escaped), Encoding.ASCII.GetBytes(JsonSerializer.Serialize(escaped)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)),
        ];

        Assert.All(forms, form => Assert.Equal([canary], search.In(form)));
        Assert.Empty(search.In([.. Encoding.UTF8.GetBytes(canary[..^1]), 0, 1, 2, 3, 4]));
    }

    // What is known to be stored must be found where it is stored, packed parts included: else the search for canaries looks past them.
    private static void AssertThatTheSearchReaches(IReadOnlyList<Remain> remains, string[] numbers)
    {
        foreach (string number in numbers)
        {
            IReadOnlyList<string> places = new CanarySearch([number]).FindIn(remains);
            Assert.Contains(places, place => place.Contains("in table cases", StringComparison.Ordinal));
            Assert.Contains(places, place => place.Contains($"in orchestration {number}", StringComparison.Ordinal));
            Assert.Contains(places, place => place.Contains("Journal", StringComparison.Ordinal));
        }

        IReadOnlyList<string> all = new CanarySearch(numbers).FindIn(remains);
        IReadOnlyList<string> packed = [.. all.Where(place => place.Contains("inflated", StringComparison.Ordinal))];
        Assert.Contains(all, place => place.Contains("in table accesslog", StringComparison.Ordinal));
        Assert.Contains(all, place => place.Contains("in log of", StringComparison.Ordinal));
        Assert.Contains(packed, place => place.Contains("-journal/archive-", StringComparison.Ordinal));
        Assert.Contains(packed, place => place.Contains("-journal/checkpoint-", StringComparison.Ordinal));
    }

    private static async Task AssertThatAPlantedOneIsFound(BranchApp app)
    {
        TableClient table = new(app.Connection, "cases");
        await table.AddEntityAsync(new TableEntity("control", "control")
        {
            ["Text"] = "x" + Control, ["Escaped"] = JsonSerializer.Serialize(Control), ["Bytes"] = Encoding.Unicode.GetBytes(Control),
        });
        await new BlobContainerClient(app.Connection, "documents").UploadBlobAsync("control", BinaryData.FromBytes(Packed(Control)));
        QueueClient queue = new(app.Connection, "control");
        await queue.CreateAsync();
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes("12" + Control)));
        app.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("control").LogInformation("{Text}", Control);
        await app.Host.Durable.ScheduleNewOrchestrationInstanceAsync(nameof(HardshipReliefApplication), Control);
        await app.Settle();

        IReadOnlyList<string> found = new CanarySearch([Control]).FindIn(await Remains.Of(app));

        string[] places =
            ["control, Text", "control, Escaped", "control, Bytes", "blob documents/control, inflated", "in queue control", "in log of control", "in orchestration ", "Journal"];
        Assert.All(places, place => Assert.Contains(found, line => line.Contains(place, StringComparison.Ordinal)));
    }

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        packed.Write([5, 1]);
        using (DeflateStream deflate = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text + string.Concat(Enumerable.Repeat("填充", 50))));
        }

        return packed.ToArray();
    }
}
