using Boai.Tests.Workflows.HardshipRelief;
using Boai.Workflows.Cases;

namespace Boai.Tests.Workflows.Cases;

/// <summary>The duty-separation matrix of handbook §2.8, pair by pair (I-11).</summary>
public sealed class DutySeparationTests
{
    // Written from the handbook and the law, not from the code: who did the left one does none of the right ones, nor the other way round.
    private static readonly Dictionary<Duty, Duty[]> Oracle = new()
    {
        [Duty.Apply] = EverythingOfTheBranch(),
        [Duty.Nominate] = EverythingOfTheBranch(),
        [Duty.Approve] =
        [
            Duty.Review, Duty.Verify, Duty.Reverify, Duty.Opine, Duty.PreparePayment, Duty.Pay, Duty.ReviewRefusal,
        ],
        [Duty.Pay] = [Duty.PreparePayment, Duty.Reconcile],
        [Duty.Verify] = [Duty.Reverify],
        [Duty.ReviewRefusal] = [Duty.Review, Duty.Verify, Duty.Reverify, Duty.Opine, Duty.Investigate],
        [Duty.Witness] = [Duty.FollowUp, Duty.Investigate, Duty.HeadDecision, Duty.Verify, Duty.Approve, Duty.Pay],
    };

    public static TheoryData<Duty, Duty> AllPairs { get; } =
        new(Enum.GetValues<Duty>().SelectMany(_ => Enum.GetValues<Duty>(), (one, other) => (one, other)));

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void I_11_a_person_has_both_duties_only_if_they_go_together(Duty earlier, Duty later)
    {
        bool excluded = Lists(earlier, later) || Lists(later, earlier);
        CaseHead head = Head() with { Actors = [new ActorDuty("one", Roles.DistrictOfficer, earlier, Head().OpenedAt)] };

        CaseProblem? problem = DutySeparation.Check(head, Person("one"), later);

        Assert.Equal(excluded ? CaseProblems.Separation : null, problem?.Code);
        Assert.Equal(excluded ? earlier.ToString() : null, problem?.Arguments["earlierDuty"]);
        Assert.Null(DutySeparation.Check(head, Person("another"), later));
        Assert.Null(DutySeparation.Check(head, Actor.System, later));
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void A_related_person_may_apply_and_nothing_else(Duty duty, Duty _)
    {
        CaseHead head = Head() with { Recused = ["one"] };

        Assert.Equal(duty is Duty.Apply or Duty.Nominate ? null : CaseProblems.Recusal, DutySeparation.Check(head, Person("one"), duty)?.Code);
        Assert.Null(DutySeparation.Check(head, Person("another"), duty));
    }

    private static bool Lists(Duty one, Duty other) => Oracle.TryGetValue(one, out Duty[]? others) && others.Contains(other);

    private static Duty[] EverythingOfTheBranch()
        => [.. Enum.GetValues<Duty>().Except([Duty.Apply, Duty.Nominate, Duty.Post, Duty.Handle])];

    private static CaseHead Head() => ReliefCases.InIntake(ReliefExample.Valid).Head with { Actors = [] };

    private static Actor Person(string id) => new(id, Roles.DistrictOfficer, ReliefStaff.District);
}
