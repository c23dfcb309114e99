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
