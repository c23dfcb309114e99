using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>Who does what to figures, and when: handbook §10.5. Nobody writes one.</summary>
public sealed class RollupActsTests
{
    private static readonly DateTimeOffset Computed = new(2025, 1, 11, 0, 12, 0, TimeSpan.FromHours(8));
    private static readonly DateOnly ConfirmBy = new(2025, 1, 20);
    private static readonly Actor Lead = new("yz-lead-1", Roles.DistrictLead, Yuzhong);
    private static readonly Actor Head = new("city-head-1", Roles.CityHead, UnitCode.City);
    private static readonly Actor Audit = new("city-audit", Roles.Audit, UnitCode.City);
    private static readonly CaseNumber Case = One(Yuzhong, Bodies, 1).SourceCase;

    [Fact]
    public void Figures_stand_only_for_the_run_that_was_asked_for()
    {
        RollupHead open = RollupHead.New(Year);
        Assert.Equal(RollupStage.Computing, open.Stage);

        RollupHead known = RollupActs.Complete(open, Run(1, "a")).Head;
        RollupHead again = Done(known, new RollupCommand.RunAgain(1), Head);
        Assert.Equal(RollupStage.Computing, again.Stage);
        RollupOutcome.Done meanwhile = Assert.IsType<RollupOutcome.Done>(RollupActs.Take(again, new RollupCommand.RunAgain(2), By(Head, decision: "another")));
        Assert.Equal((2, null), (meanwhile.Head.RunAsked, meanwhile.Event)); // asked for already
        Assert.Null(RollupActs.Complete(again, Run(1, "b")).Event); // the run that was overtaken
        Assert.Equal("c", RollupActs.Complete(again, Run(2, "c")).Head.Latest!.Hash);
    }

    [Fact]
    public void A_confirmation_holds_for_the_figures_that_were_seen_and_falls_with_them()
    {
        RollupHead head = Confirmed();
        Assert.Equal([Wanzhou.Value, Chengkou.Value], head.Unconfirmed);
        Assert.Equal([Wanzhou.Value], head.Silent); // the third was not counted: there is nothing to say

        RollupHead same = RollupActs.Complete(Done(head, new RollupCommand.RunAgain(1), Head), Run(2, "b")).Head;
        Assert.Equal([Wanzhou.Value, Chengkou.Value], same.Unconfirmed);
        RollupHead other = RollupActs.Complete(Done(head, new RollupCommand.RunAgain(1), Head), Run(2, "b", yuzhong: "yz2")).Head;
        Assert.Equal([Yuzhong.Value, Wanzhou.Value, Chengkou.Value], other.Unconfirmed);
        Assert.Empty(other.Statements);
    }

    [Fact]
    public void An_objection_marks_the_unit_and_holds_up_nothing()
    {
        RollupHead head = Done(Open(), new RollupCommand.RaiseObjection(Yuzhong.Value, "yz1", ObjectionReason.CaseMissing, [Bodies], [Case]), Lead);

        Assert.Equal([Yuzhong.Value, Wanzhou.Value, Chengkou.Value], head.Unconfirmed);
        Assert.DoesNotContain(Yuzhong.Value, head.Silent);
        Assert.Equal(RollupStage.Frozen, Done(head, new RollupCommand.Freeze("a", true, []), Head, Later).Stage);
    }

    [Fact]
    public void What_people_say_must_be_about_figures_that_are_there()
    {
        Assert.Equal(RollupProblems.Computing, Refusal(RollupHead.New(Year), new RollupCommand.Confirm(Yuzhong.Value, "yz1", []), Lead));
        Assert.Equal(RollupProblems.Stale, Refusal(Open(), new RollupCommand.Confirm(Yuzhong.Value, "other", []), Lead));
        Assert.Equal(RollupProblems.NotCounted, Refusal(Open(), new RollupCommand.Confirm(Chengkou.Value, "", []), Lead));
        Assert.Equal(RollupProblems.Unit, Refusal(Open(), new RollupCommand.Confirm("500999", "yz1", []), Lead));
        Assert.Equal(RollupProblems.Unit, Refusal(Open(), new RollupCommand.Confirm(RollupUnits.City, "city", []), Head)); // the city reviews its own
        Assert.Equal(RollupProblems.Metric, Refusal(Open(), new RollupCommand.RaiseObjection(Yuzhong.Value, "yz1", ObjectionReason.CaseMissing, [], [Case]), Lead));
        Assert.Equal(RollupProblems.Metric, Refusal(Open(), new RollupCommand.RaiseObjection(Yuzhong.Value, "yz1", ObjectionReason.CaseMissing, ["XXX"], [Case]), Lead));
        Assert.Equal(RollupProblems.Evidence, Refusal(Open(), new RollupCommand.RaiseObjection(Yuzhong.Value, "yz1", ObjectionReason.CaseMissing, [Bodies], []), Lead));
        Assert.Equal(RollupProblems.Flash, Refusal(RollupHead.New(new RollupPeriod(2024, 3)), new RollupCommand.Freeze("a", true, []), Head));
    }

    [Fact]
    public void What_is_far_from_last_year_is_explained_by_whoever_confirms()
    {
        RollupHead head = RollupActs.Complete(RollupHead.New(Year), Run(1, "a", asked: [Bodies, Cash])).Head;

        RollupCommand.Confirm bare = new(Yuzhong.Value, "yz1", [new DeviationNote(Bodies, DeviationReason.SmallNumbers)]);
        RollupOutcome.Refused refused = Assert.IsType<RollupOutcome.Refused>(RollupActs.Take(head, bare, By(Lead)));
        Assert.Equal((RollupProblems.NoteMissing, Cash), (refused.Problem.Code, refused.Problem.Arguments["metrics"]));
        Assert.Equal(RollupProblems.NoteMissing, Refusal(head, new RollupCommand.Freeze("a", true, []), Head, Later));
        DeviationNote[] notes = [new(Bodies, DeviationReason.SmallNumbers), new(Cash, DeviationReason.SingleEvent)];
        Assert.Equal(notes, Done(head, bare with { Notes = notes }, Lead).Statements.Single().Notes);
        Assert.Equal(notes, Done(head, new RollupCommand.Freeze("a", true, notes), Head, Later).Versions.Single().Notes);
    }

    [Theory]
    [InlineData("2025-01-20T23:59:59+08:00", false)]
    [InlineData("2025-01-21T00:00:00+08:00", true)]
    public void The_city_freezes_when_the_time_to_confirm_is_over(string at, bool frozen)
    {
        DateTimeOffset when = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        RollupOutcome outcome = RollupActs.Take(Confirmed(), new RollupCommand.Freeze("a", true, []), By(Head, when));

        Assert.Equal(frozen, outcome is RollupOutcome.Done);
        Assert.True(frozen || ((RollupOutcome.Refused)outcome).Problem.Code == RollupProblems.StillOpen);
    }

    [Fact]
    public void Or_as_soon_as_every_unit_has_confirmed()
    {
        RollupHead head = RollupActs.Complete(RollupHead.New(Year), Run(1, "a", chengkou: "ck1")).Head;
        foreach ((UnitCode unit, string hash) in new[] { (Yuzhong, "yz1"), (Wanzhou, "wz1"), (Chengkou, "ck1") })
        {
            Assert.Equal(RollupProblems.StillOpen, Refusal(head, new RollupCommand.Freeze("a", true, []), Head));
            head = Done(head, new RollupCommand.Confirm(unit.Value, hash, []), Lead with { Unit = unit });
        }

        FrozenVersion first = Done(head, new RollupCommand.Freeze("a", true, []), Head).Versions.Single();
        Assert.Equal((1, "a", Head.StaffId), (first.Version, first.Hash, first.By));
        Assert.Empty(first.Unconfirmed);
    }

    [Fact]
    public void Nobody_freezes_what_was_not_reviewed() =>
        Assert.Equal(RollupProblems.Sample, Refusal(Confirmed(), new RollupCommand.Freeze("a", false, []), Head, Later));

    [Fact]
    public void A_frozen_year_is_not_counted_again_confirmed_or_frozen_twice()
    {
        RollupHead frozen = Frozen();

        Assert.Equal([Wanzhou.Value, Chengkou.Value], frozen.Versions.Single().Unconfirmed);
        Assert.Equal(RollupProblems.Frozen, Refusal(frozen, new RollupCommand.RunAgain(1), Head, Later));
        Assert.Equal(RollupProblems.Frozen, Refusal(frozen, new RollupCommand.Confirm(Yuzhong.Value, "yz1", []), Lead, Later));
        Assert.Equal(RollupProblems.Frozen, Refusal(frozen, new RollupCommand.Freeze("a", true, []), Head, Later, decision: "another"));
        Assert.Null(RollupActs.Complete(frozen, Run(2, "b")).Event); // a run that was under way
        RollupOutcome.Done again = Assert.IsType<RollupOutcome.Done>(RollupActs.Take(frozen, new RollupCommand.Freeze("a", true, []), By(Head, Later)));
        Assert.Null(again.Event); // the same request
    }

    [Fact]
    public void A_correction_needs_a_cause_that_fits_evidence_and_a_second_person_of_audit()
    {
        RollupHead frozen = Frozen();
        RollupCommand.AskCorrection late = new("a", CorrectionCause.RecordedLate, [Yuzhong.Value], [Case]);
        Assert.Equal(RollupProblems.NotFrozen, Refusal(Confirmed(), late, Head));
        Assert.Equal(RollupProblems.Stale, Refusal(frozen, late with { Hash = "b" }, Head));
        Assert.Equal(RollupProblems.Evidence, Refusal(frozen, late with { Cases = [] }, Head));
        Assert.Equal(RollupProblems.Unit, Refusal(frozen, late with { Units = [] }, Head));
        Assert.Equal(RollupProblems.Unit, Refusal(frozen, late with { Units = ["500999"] }, Head));
        Assert.Equal(RollupProblems.CorrectionCause, Refusal(frozen, late with { Cause = CorrectionCause.UnitWasMissing }, Head));
        Assert.Equal(RollupProblems.CorrectionCause, Refusal(frozen, late with { Units = [Chengkou.Value] }, Head)); // it was never counted

        RollupHead asked = Done(frozen, late, Head, Later);
        Assert.Equal(RollupProblems.CorrectionOpen, Refusal(asked, late, Head, Later, decision: "another"));
        Assert.Equal(RollupProblems.CorrectionNone, Refusal(asked, new RollupCommand.DecideCorrection(2, true), Audit));
        Assert.Equal(RollupProblems.SamePerson, Refusal(asked, new RollupCommand.DecideCorrection(1, true), Audit with { StaffId = Head.StaffId }));
        Assert.Null(RollupActs.Correct(asked, 1, "b", Later).Event); // nobody has approved it
        Assert.Null(Done(asked, new RollupCommand.DecideCorrection(1, false), Audit).Correction);

        RollupHead approved = Done(asked, new RollupCommand.DecideCorrection(1, true), Audit);
        Assert.Null(RollupActs.Correct(approved, 2, "b", Later).Event);
        RollupHead corrected = RollupActs.Correct(approved, 1, "b", Later).Head;
        Assert.Equal(["a", "b"], corrected.Versions.Select(version => version.Hash)); // v1 stays
        FrozenVersion second = corrected.Versions[1];
        Assert.Equal((2, Head.StaffId, Audit.StaffId, CorrectionCause.RecordedLate), (second.Version, second.By, second.Second, second.Cause));
        Assert.Null(corrected.Correction);
        Assert.Null(RollupActs.Correct(corrected, 1, "b", Later).Event); // carried out once
    }

    [Fact]
    public void A_unit_that_was_missing_is_its_own_evidence_and_when_it_fails_again_the_old_version_stands()
    {
        RollupHead asked = Done(Frozen(), new RollupCommand.AskCorrection("a", CorrectionCause.UnitWasMissing, [Chengkou.Value], []), Head);
        RollupHead approved = Done(asked, new RollupCommand.DecideCorrection(1, true), Audit);

        RollupHead failed = RollupActs.Correct(approved, 1, hash: null, Later).Head;

        Assert.Equal(1, failed.Version);
        Assert.Null(failed.Correction);
        Assert.Equal(2, Done(failed, new RollupCommand.AskCorrection("a", CorrectionCause.UnitWasMissing, [Chengkou.Value], []), Head, decision: "third").Correction!.Number);
    }

    [Fact]
    public void A_head_is_read_as_it_was_written()
    {
        RollupHead asked = Done(Frozen(), new RollupCommand.AskCorrection("a", CorrectionCause.RecordedLate, [Yuzhong.Value], [Case]), Head);
        string written = CaseJson.Write(asked);

        Assert.Equal(written, CaseJson.Write(CaseJson.Read<RollupHead>(written)));
        Assert.Equal(asked.Stage, CaseJson.Read<RollupHead>(written).Stage);
    }

    private static DateTimeOffset Later { get; } = new(2025, 1, 25, 9, 0, 0, TimeSpan.FromHours(8));

    private static RollupHead Open() => RollupActs.Complete(RollupHead.New(Year), Run(1, "a")).Head;

    private static RollupHead Confirmed() => Done(Open(), new RollupCommand.Confirm(Yuzhong.Value, "yz1", []), Lead);

    private static RollupHead Frozen() => Done(Confirmed(), new RollupCommand.Freeze("a", true, []), Head, Later);

    // Two districts that were counted, one that was not, and the city's own.
    private static CompletedRun Run(int run, string hash, string yuzhong = "yz1", string? chengkou = null, IReadOnlyList<string>? asked = null) => new(
        run, hash, Computed,
        [new(RollupUnits.City, "city", []), new(Yuzhong.Value, yuzhong, asked ?? []), new(Wanzhou.Value, "wz1", []), new(Chengkou.Value, chengkou, []), new(RollupUnits.Unattributed, "none", [])],
        asked ?? []);

    private static RollupActing By(Actor actor, DateTimeOffset? at = null, string decision = "one") => new(actor, at ?? Computed.AddHours(9), decision, ConfirmBy);

    private static RollupHead Done(RollupHead head, RollupCommand command, Actor actor, DateTimeOffset? at = null, string decision = "one")
    {
        RollupOutcome outcome = RollupActs.Take(head, command, By(actor, at, decision));
        RollupOutcome.Done done = Assert.IsType<RollupOutcome.Done>(outcome);
        Assert.Equal((head.Seq + 1, actor.StaffId, actor.Role), (done.Event!.Seq, done.Event.By, done.Event.Role));
        return done.Head;
    }

    private static string Refusal(RollupHead head, RollupCommand command, Actor actor, DateTimeOffset? at = null, string decision = "one") =>
        Assert.IsType<RollupOutcome.Refused>(RollupActs.Take(head, command, By(actor, at, decision))).Problem.Code;
}
