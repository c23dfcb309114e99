using Azure;
using Azure.Data.Tables;
using Boai.Functions.Audit;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;

namespace Boai.Tests.Functions.Audit;

/// <summary>Handbook §12.4: append-only, hash-chained, and every break shows.</summary>
public sealed class AccessLogTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_as_written_is_whole()
    {
        await using PlatformUnderTest platform = await Written(12);

        AccessLogReport report = await platform.Get<AccessLogVerification>().Verify(Day, Cancellation);

        Assert.Equal((1, 12), (report.Writers, report.Lines));
        Assert.Empty(report.Faults);
        Assert.Equal(0, (await platform.Get<AccessLogVerification>().Verify(Day.AddDays(1), Cancellation)).Lines);
    }

    [Fact]
    public async Task Lines_that_come_together_share_a_transaction()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        platform.Get<StorageMeter>().Reset();

        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => platform.Get<AccessLog>().Write(Line(number), Cancellation)));

        Assert.InRange(platform.Get<StorageMeter>().Total, 4, 60);
        AccessLogReport report = await platform.Get<AccessLogVerification>().Verify(Day, Cancellation);
        Assert.Equal(300, report.Lines);
        Assert.Empty(report.Faults);
    }

    [Theory]
    [InlineData("Who", "someone-else")]
    [InlineData("Purpose", "payment")]
    [InlineData("Fields", "C3:name")]
    [InlineData("Result", "denied")]
    public async Task A_changed_line_shows(string property, string value)
    {
        await using PlatformUnderTest platform = await Written(5);
        TableEntity line = (await platform.AuditLines())[2];
        line[property] = value;
        await Table(platform).UpdateEntityAsync(line, ETag.All, TableUpdateMode.Replace, Cancellation);

        Assert.Contains("line 3", Assert.Single((await platform.Get<AccessLogVerification>().Verify(Day, Cancellation)).Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)] // the last one
    public async Task A_removed_line_shows(int place)
    {
        await using PlatformUnderTest platform = await Written(5);
        TableEntity line = (await platform.AuditLines())[place];
        await Table(platform).DeleteEntityAsync(line.PartitionKey, line.RowKey, ETag.All, Cancellation);

        Assert.Single((await platform.Get<AccessLogVerification>().Verify(Day, Cancellation)).Faults);
    }

    [Fact]
    public async Task A_line_made_up_by_someone_without_the_key_shows()
    {
        await using PlatformUnderTest platform = await Written(2);
        TableEntity last = (await platform.AuditLines())[1];
        TableEntity forged = AccessRow.ToEntity(
            last.PartitionKey, 3, platform.Clock.GetUtcNow(), Line(9), last.GetString("Mark"),
            AccessChain.Mark(new byte[32], "x", Day, 3, platform.Clock.GetUtcNow(), Line(9), last.GetString("Mark")));
        await Table(platform).AddEntityAsync(forged, Cancellation);

        Assert.Single((await platform.Get<AccessLogVerification>().Verify(Day, Cancellation)).Faults);
    }

    [Fact]
    public async Task A_new_day_and_a_new_process_begin_chains_of_their_own()
    {
        await using PlatformUnderTest platform = await Written(3);
        await using AccessLog second = new(platform.Get<AppStorage>(), platform.Get<PlatformKeys>(), platform.Clock);
        await second.Write(Line(1), Cancellation);
        platform.Clock.Advance(TimeSpan.FromHours(15)); // 00:00 Beijing time is past
        await second.Write(Line(2), Cancellation);

        AccessLogReport today = await platform.Get<AccessLogVerification>().Verify(Day, Cancellation);
        AccessLogReport tomorrow = await platform.Get<AccessLogVerification>().Verify(Day.AddDays(1), Cancellation);

        Assert.Equal((2, 4, 1, 1), (today.Writers, today.Lines, tomorrow.Writers, tomorrow.Lines));
        Assert.Empty(today.Faults.Concat(tomorrow.Faults));
    }

    private static async Task<PlatformUnderTest> Written(int lines)
    {
        PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        for (int number = 0; number < lines; number++)
        {
            await platform.Get<AccessLog>().Write(Line(number), Cancellation);
        }

        return platform;
    }

    private static TableClient Table(PlatformUnderTest platform) => platform.Get<AppStorage>().Table(PlatformTables.AccessLog);

    private static AccessLine Line(int number) =>
        new("yz-officer-1", "DIST_OFF", "500103", $"sub_{number}", "C4:idNumber", "verification", "HRA-1", AccessResult.Read, "here");
}
