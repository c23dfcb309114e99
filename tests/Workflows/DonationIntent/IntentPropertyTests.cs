using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using static Boai.Tests.Workflows.DonationIntent.IntentEntry;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>What holds on every walk through an entry; a failure names its seed.</summary>
public sealed class IntentPropertyTests
{
    [Fact]
    public void On_every_walk_the_standing_follows_the_last_word_and_erasing_the_form_changes_no_answer()
    {
        int refusals = 0;
        int bars = 0;
        int valid = 0;
        for (int seed = 1; seed <= 400; seed++)
        {
            Random random = new(seed);
            IntentEntry entry = random.Next(5) == 0 ? Refusal() : random.Next(3) == 0 ? Open() : Effective();
            IntentEntry held = random.Next(2) == 0 && entry.State == IntentState.Effective ? Effective() : null!;
            held?.Do(Head, new CaseCommand.PlaceLegalHold("audit"));
            for (int step = 0; step < 25; step++)
            {
                entry.Later(1);
                held?.Later(1);
                (Actor actor, IntentCommand command) = Draw(random, step);
                if (entry.Try(actor, command) is not CaseOutcome<IntentFacts>.Accepted)
                {
                    continue;
                }

                entry.Do(actor, command);
                held?.Do(actor, command);
                string where = $"seed {seed}, step {step}, {command.Name} to {entry.State}";
                Dictionary<IntentGroup, IntentStanding> standing = Enum.GetValues<IntentGroup>()
                    .ToDictionary(group => group, group => IntentRegister.StandingAt([entry.Facts], group, entry.Now));

                Assert.True((entry.State == IntentState.Refused) == standing.ContainsValue(IntentStanding.Refused), where);
                Assert.True(entry.State != IntentState.Refused || standing.Values.All(one => one == IntentStanding.Refused), where);
                Assert.True(entry.State != IntentState.WithdrawnUnstated || standing.Values.All(one => one == IntentStanding.WithdrawnSilently), where);
                Assert.True(
                    entry.State != IntentState.Effective || entry.Facts.Form!.Scopes.Groups.All(group => standing[group] == IntentStanding.Valid), where);
                Assert.True(
                    entry.State is IntentState.Effective or IntentState.Executed || !standing.ContainsValue(IntentStanding.Valid), where);
                Assert.True(entry.State.NeedsNoForm() == entry.Facts.Form is null, where);
                if (held is not null)
                {
                    Assert.All(standing, one => Assert.True(one.Value == IntentRegister.StandingAt([held.Facts], one.Key, held.Now), $"held: {where}"));
                }

                refusals += entry.State == IntentState.Refused ? 1 : 0;
                bars += entry.State == IntentState.WithdrawnUnstated ? 1 : 0;
                valid += standing.ContainsValue(IntentStanding.Valid) ? 1 : 0;
            }

            AssertReplay(entry, random, seed);
        }

        // A walk that never gets anywhere proves nothing.
        Assert.True(refusals > 100 && bars > 50 && valid > 100, $"refusals {refusals}, bars {bars}, valid {valid}");
    }

    [Fact]
    public void The_order_in_which_the_entries_of_a_person_are_read_does_not_matter()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            StatementKind[] kinds = Enum.GetValues<StatementKind>();
            IntentFacts[] entries =
            [
                .. Enumerable.Range(0, 4).Select(_ => new IntentFacts(Person)
                {
                    Statements =
                    [
                        .. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(60)).Order()
                            .Select(day => new IntentStatement(
                                Start.AddDays(day), kinds[random.Next(kinds.Length)],
                                [.. Enum.GetValues<IntentGroup>().Where(_ => random.Next(2) == 0)], random.Next(2) == 0)),
                    ],
                }),
            ];
            DateTimeOffset at = Start.AddDays(random.Next(70));
            IntentFacts[] shuffled = [.. entries];
            random.Shuffle(shuffled);

            Assert.All(Enum.GetValues<IntentGroup>(), group => Assert.True(
                IntentRegister.StandingAt(entries, group, at) == IntentRegister.StandingAt(shuffled, group, at), $"seed {seed}, {group}"));
        }
    }

    // I-08: twice the same events, or some of them delivered twice, give the same entry.
    private static void AssertReplay(IntentEntry entry, Random random, int seed)
    {
        string expected = CaseJson.Write(entry.File);
        IEnumerable<CaseEvent> doubled = entry.Events.SelectMany(happened => random.Next(3) == 0 ? new[] { happened, happened } : [happened]);
        Assert.True(expected == CaseJson.Write(IntentProcess.Replay(entry.Events)), $"seed {seed}");
        Assert.True(expected == CaseJson.Write(IntentProcess.Replay(doubled)), $"doubled, seed {seed}");
    }

    private static (Actor Actor, IntentCommand Command) Draw(Random random, int step) => random.Next(14) switch
    {
        0 => (Officer, new CheckForm(IdentityMeans.RealNameCheck, false)),
        1 => (Holder, new Change(Form(BodyOnly), HolderVoice.ByLogin, random.Next(2) == 0 ? null : WithdrawalChoice.RegistrationOnly)),
        2 => (Holder, new Change(Form(), HolderVoice.ByLogin)),
        3 => (Holder, new Change(Form(new IntentScopes(false, [OrganKind.Liver], false, true, false)), HolderVoice.ByLogin)),
        4 => (Holder, new WithdrawIntent(HolderVoice.ByLogin, random.Next(3) switch { 0 => null, 1 => WithdrawalChoice.Refusal, _ => WithdrawalChoice.RegistrationOnly })),
        5 => (Holder, new Refuse(HolderVoice.ByLogin)),
        6 or 7 => (Holder, new LiftRefusal(HolderVoice.ByLogin, new WillEvidence(WillForm.Electronic, Digest))),
        8 => (Holder, new StateRegistrationOnly(HolderVoice.ByLogin)),
        9 when random.Next(6) == 0 => (Actor.System, new MarkExecuted(Number(step + 1, "ODW"))),
        10 when random.Next(8) == 0 => (Actor.System, new MarkLapsed()),
        11 => (Actor.System, new RecordExport($"N-{step}")),
        12 => (Holder, new WithdrawIntent(HolderVoice.ByLogin, null)),
        _ => (Holder, new Shell(new CaseCommand.AttachDocument($"doc-{step}", IntentDocuments.Identity))),
    };
}
