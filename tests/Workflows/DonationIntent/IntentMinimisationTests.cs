using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>Handbook §12.5: of what was withdrawn, the keyed hash and the dates stay; and the entry is still built from its events (I-08).</summary>
public sealed class IntentMinimisationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(WithdrawalChoice.RegistrationOnly)]
    [InlineData(WithdrawalChoice.Refusal)]
    public void The_form_goes_from_the_events_and_the_entry_is_built_from_what_is_left(WithdrawalChoice? answer)
    {
        IntentEntry entry = IntentEntry.Effective();
        entry.Do(IntentEntry.Holder, new WithdrawIntent(HolderVoice.ByLogin, answer));

        CaseEvent[] kept = [.. entry.Events.Select(happened => IntentMinimisation.Of(happened) ?? happened)];

        CaseFile<IntentFacts> built = IntentProcess.Replay(kept);
        Assert.Equal(CaseJson.Write(entry.File.Facts), CaseJson.Write(built.Facts));
        Assert.Equal(CaseJson.Write(entry.File.Head), CaseJson.Write(built.Head));
        Assert.Contains("scopes", string.Concat(entry.Events.Select(CaseJson.Write)), StringComparison.Ordinal);
        Assert.DoesNotContain("scopes", string.Concat(kept.Select(CaseJson.Write)), StringComparison.Ordinal);
        Assert.All(kept, happened => Assert.Null(IntentMinimisation.Of(happened)));
    }
}
