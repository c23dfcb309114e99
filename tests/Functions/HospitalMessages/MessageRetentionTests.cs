using Boai.Functions.HospitalMessages;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Tests.Functions.HospitalMessages;

/// <summary>Handbook §12.5: raw messages one year hot and three cold, then the digest; answers no longer than they can be fetched.</summary>
public sealed class MessageRetentionTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raw_bytes_go_after_four_years_and_what_is_known_of_the_message_stays()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        MessageStore messages = platform.Get<MessageStore>();
        await Put(platform, "m-1");
        platform.Clock.Advance(TimeSpan.FromDays((4 * 365) - 1));
        await Put(platform, "m-2");

        await Sweep(platform);
        Assert.NotNull((await messages.Find("m-1", Now))!.Value.Message.Blob);

        platform.Clock.Advance(TimeSpan.FromDays(3)); // a leap day lies between
        await Sweep(platform);
        await Sweep(platform);

        StoredMessage kept = (await messages.Find("m-1", Now))!.Value.Message;
        Assert.Null(kept.Blob);
        Assert.Equal("digest-m-1", kept.Digest);
        await Assert.ThrowsAsync<InvalidOperationException>(() => messages.Open(kept, Now));
        Assert.Equal([7], await messages.Open((await messages.Find("m-2", Now))!.Value.Message, Now));
    }

    [Theory]
    [InlineData(HospitalDoor.Queue, "R08", false)]
    [InlineData(HospitalDoor.Queue, "R02", true)] // a signal waits until it is acknowledged
    [InlineData(HospitalDoor.Http, "R08", true)] // this one may still be fetched
    public async Task An_answer_in_the_queue_leaves_the_outbox_after_a_day_and_nothing_else_does(HospitalDoor door, string code, bool stays)
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start((await AzuriteFixture.Shared).NewAccount());
        string receiver = HospitalBundles.Code(1);
        await platform.Get<HospitalRegister>().Register(
            new Hospital(OrganisationCode.Parse(receiver), "演示医院", [HospitalRole.OpoHospital], UnitCode.Parse("500103"), [], true, ["x"], 0, 0) { Door = door }, Now);
        HospitalOutbox outbox = platform.Get<HospitalOutbox>();
        await outbox.Put(new SentMessage(receiver, "r-1", code, platform.Clock.GetUtcNow()), [1], Now);

        platform.Clock.Advance(TimeSpan.FromHours(24));
        await Sweep(platform);
        Assert.Single(await outbox.Waiting(receiver, Now));

        platform.Clock.Advance(TimeSpan.FromMinutes(1));
        await Sweep(platform);

        Assert.Equal(stays ? 1 : 0, (await outbox.Waiting(receiver, Now)).Count);
        Assert.NotNull(await outbox.Find(receiver, "r-1", Now));
    }

    private static async Task Put(PlatformUnderTest platform, string id)
    {
        string blob = await platform.Get<MessageStore>().Seal(id, "digest-" + id, [7], Now);
        await platform.Get<MessageStore>().TryAdd(
            new StoredMessage(id, "H01", "sender", "digest-" + id, platform.Clock.GetUtcNow(), new MessageAcknowledgement(id, ResponseCode.Ok, []), MessageStage.Handled, blob), Now);
    }

    private static Task Sweep(PlatformUnderTest platform) => platform.Get<MessageRetention>().Sweep(new TimerInfo(), Now);
}
