using Boai.Workflows.Cases;

namespace Boai.Workflows.DonationIntent;

/// <summary>What the registers of intents and refusals say of a person: the answer that LIFE-02 to 04 ask for (G2; ODR 9, CQ-BODY 14).</summary>
/// <remarks>
/// <para>A refusal that is not lifted stands above everything. A bare withdrawal (U-04) bars every group, also those that were not
/// registered, until the holder speaks again: by a new intent for the group, by saying that only the registration was withdrawn, or by
/// lifting a refusal.
/// Otherwise a group that an entry covers is registered.</para>
/// <para>An entry that is under way says nothing yet. What was carried out, or lapsed with a death, is an intent no more.</para>
/// </remarks>
public static class IntentRegister
{
    /// <summary>The standing at an instant.</summary>
    /// <param name="entries">Every entry of one person, in any order.</param>
    /// <param name="group">Of what; a person may be registered for the body and not for organs.</param>
    /// <param name="at">What was said later does not count yet.</param>
    public static IntentStanding StandingAt(IEnumerable<IntentFacts> entries, IntentGroup group, DateTimeOffset at)
    {
        IntentStatement[][] said = [.. entries.Select(entry => entry.Statements.Where(one => one.At <= at).ToArray())];
        if (said.Any(IsRefusal))
        {
            return IntentStanding.Refused;
        }

        DateTimeOffset? bar = said.Select(of => BarSince(of, group)).Max();
        DateTimeOffset? spoken = said.SelectMany(of => of).Where(one => SpeaksAgain(one, group)).Max(one => (DateTimeOffset?)one.At);
        return bar is not null && !(spoken > bar) ? IntentStanding.WithdrawnSilently
            : said.Any(of => Covers(of, group)) ? IntentStanding.Valid
            : IntentStanding.None;
    }

    /// <summary>The entry of a person that keeps another from being opened: under way or in effect.</summary>
    /// <returns>Null when there is none.</returns>
    public static CaseFile<IntentFacts>? Open(IEnumerable<CaseFile<IntentFacts>> entries)
        => entries.FirstOrDefault(entry => entry.Head.StateOf() is IntentState.Registering or IntentState.LegalReview or IntentState.Effective);

    private static bool IsRefusal(IntentStatement[] said)
        => said.LastOrDefault(one => one.Kind is StatementKind.Refused or StatementKind.RefusalLifted) is { Kind: StatementKind.Refused };

    private static DateTimeOffset? BarSince(IntentStatement[] said, IntentGroup group)
    {
        DateTimeOffset? bar = null;
        for (int index = 0; index < said.Length; index++)
        {
            bool dropped = said[index] is { Kind: StatementKind.Changed, DroppedUnstated: true } change
                && !change.Groups.Contains(group)
                && Covers(said[..index], group);
            bar = said[index].Kind == StatementKind.WithdrawnUnstated || dropped ? said[index].At : bar;
        }

        return bar;
    }

    private static bool SpeaksAgain(IntentStatement one, IntentGroup group)
        => one.Kind is StatementKind.Withdrawn or StatementKind.RefusalLifted
            || (one.Kind is StatementKind.Effective or StatementKind.Changed && one.Groups.Contains(group));

    private static bool Covers(IntentStatement[] said, IntentGroup group)
    {
        bool covered = false;
        foreach (IntentStatement one in said)
        {
            covered = one.Kind switch
            {
                StatementKind.Effective or StatementKind.Changed => one.Groups.Contains(group),
                StatementKind.Executed => covered && !one.Groups.Contains(group),
                _ => false,
            };
        }

        return covered;
    }
}
