using Boai.Tests.Workflows.HardshipRelief;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.Workflows.Cases;

/// <summary>A case is its events (I-08).</summary>
public sealed class CaseFoldTests
{
    public static TheoryData<ReliefState> States { get; } = new(Enum.GetValues<ReliefState>());

    [Theory]
    [MemberData(nameof(States))]
    public void I_08_the_events_alone_give_the_case_and_twice_is_once(ReliefState state)
    {
        ReliefCase it = ReliefCarry.To(state, ReliefExample.Valid);
        string expected = CaseJson.Write(it.File);

        Assert.Equal(expected, CaseJson.Write(ReliefProcess.Replay(it.Events)));
        Assert.Equal(expected, CaseJson.Write(ReliefProcess.Replay(it.Events.SelectMany(happened => new[] { happened, happened }))));
        Assert.Equal(expected, CaseJson.Write(ReliefProcess.Replay(it.Events.Concat(it.Events))));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void What_is_stored_is_what_is_read_back(ReliefState state)
    {
        ReliefCase it = ReliefCarry.To(state, ReliefExample.Valid);

        string head = CaseJson.Write(it.Head);
        string facts = CaseJson.Write(it.Facts);
        string events = CaseJson.Write(it.Events);

        Assert.Equal(head, CaseJson.Write(CaseJson.Read<CaseHead>(head)));
        Assert.Equal(facts, CaseJson.Write(CaseJson.Read<ReliefFacts>(facts)));
        Assert.Equal(CaseJson.Write(it.File), CaseJson.Write(ReliefProcess.Replay(CaseJson.Read<List<CaseEvent>>(events))));
    }

    [Fact]
    public void I_08_a_gap_is_an_error_and_not_a_case()
    {
        ReliefCase it = ReliefCases.InVerification(ReliefExample.Valid);

        Assert.Throws<InvalidOperationException>(() => ReliefProcess.Replay(it.Events.Where(happened => happened.Seq != 3)));
        Assert.Throws<InvalidOperationException>(() => ReliefProcess.Replay([]));
    }

    [Fact]
    public void A_head_knows_the_states_that_the_case_has_left_and_when_it_entered_them()
    {
        ReliefCase it = ReliefCases.InVerification(ReliefExample.Valid);
        CaseHead before = it.Head;

        ReliefCase after = it.IsVerified();

        StateVisit left = after.Head.LeftStates[^1];
        Assert.Equal((before.State, before.StateVersion, before.StateSince), (left.State, left.Version, left.At));
        Assert.Equal([.. before.LeftStates, left], after.Head.LeftStates);
        Assert.Equal(["Submitted", "Intake", "Verification"], after.Head.LeftStates.Select(visit => visit.State));
    }

    [Fact]
    public void It_knows_no_more_of_them_than_it_needs()
    {
        ReliefCase it = ReliefCases.InVerification(ReliefExample.Valid);
        for (int time = 0; time < 12; time++)
        {
            it = it.Does(ReliefStaff.Officer3, new ReliefCommand.Investigate("fraud-suspected"), ReliefCase.Note)
                .Does(ReliefStaff.Lead2, new ReliefCommand.FileFinding(InvestigationFinding.Cleared), ReliefCase.Note)
                .Does(ReliefStaff.Auditor, new ReliefCommand.ConfirmFinding());
        }

        Assert.Equal(StateVisit.Kept, it.Head.LeftStates.Count);
        Assert.Equal("Investigation", it.Head.LeftStates[^1].State);
        Assert.Equal(it.Head.LeftStates.OrderBy(visit => visit.Version), it.Head.LeftStates);
    }

    [Theory]
    [InlineData(5, 4, 1000, true)] // entered after what this history has seen, however long ago
    [InlineData(5, 5, 1, false)]
    [InlineData(5, 9, 1, false)]
    [InlineData(5, 0, 167, true)] // a new history cannot know, and looks a week back
    [InlineData(5, 0, 168, false)]
    public void A_visit_is_unseen_when_it_began_after_the_last_one_that_was_seen(int version, int seen, int hoursAgo, bool unseen)
    {
        DateTimeOffset now = ReliefCase.Beijing("2026-03-20T09:00");

        Assert.Equal(unseen, new StateVisit("Intake", version, now.AddHours(-hoursAgo)).IsUnseen(seen, now));
    }

    [Fact]
    public void I_08_independent_events_may_come_in_either_order()
    {
        ReliefCase it = ReliefCases.InIntake(ReliefExample.Valid);
        CaseCommand document = new CaseCommand.AttachDocument("document-x", ReliefDocuments.Other);
        CaseCommand hold = new CaseCommand.PlaceLegalHold("litigation");

        ReliefCase one = it.Does(ReliefStaff.Officer, document).Does(ReliefStaff.Auditor, hold);
        ReliefCase other = it.Does(ReliefStaff.Auditor, hold).Does(ReliefStaff.Officer, document);

        Assert.Equal(CaseJson.Write(one.File), CaseJson.Write(other.File));
    }

    [Fact]
    public void The_note_of_an_act_stands_with_its_first_event_only()
    {
        ReliefCase before = ReliefCarry.To(ReliefState.Approval, ReliefExample.Valid, PaymentStage.Paid);
        ReliefCase after = before.Does(ReliefStaff.Lead, new ReliefCommand.Refuse([RefusalGround.R02]), ReliefCase.Note);

        Assert.Equal([ReliefCase.Note, null], after.Events.Skip(before.Events.Count).Select(happened => happened.SealedNote));
    }
}
