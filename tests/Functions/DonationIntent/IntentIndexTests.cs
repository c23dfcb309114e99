using Boai.Functions.DonationIntent;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.DonationIntent;

/// <summary>A person has one place for an entry, also while the entry that takes it is not written yet.</summary>
public sealed class IntentIndexTests
{
    private static readonly CaseNumber First = CaseNumber.Create(IntentProcess.Business, UnitCode.Parse("500103"), 2026, 1);
    private static readonly CaseNumber Second = CaseNumber.Create(IntentProcess.Business, UnitCode.Parse("500103"), 2026, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_that_was_just_taken_is_held_before_its_entry_is_written_and_free_when_the_entry_never_comes()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        IntentIndex index = platform.Get<IntentIndex>();
        SubjectId person = SubjectId.New();

        Assert.Equal(First, await index.Claim(person, First, Cancellation));
        Assert.Equal(First, await index.Claim(person, Second, Cancellation));
        Assert.Equal(First, await index.Claim(person, First, Cancellation)); // its own request, tried again

        platform.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(First, await index.Claim(person, Second, Cancellation));
        platform.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Second, await index.Claim(person, Second, Cancellation));
        Assert.Equal(Second, await index.Claim(person, First, Cancellation));
    }
}
