using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>States 6, 6R and 6' (DL-18). The example's list goes up on Monday 2 March 2026.</summary>
public sealed class ReliefPublicityTests
{
    private static readonly ReliefExample Example = ReliefExample.Valid;

    [Fact]
    public void The_list_hangs_seven_days_and_its_own_day_is_not_one_of_them()
    {
        ReliefCase it = ReliefCases.InPublicity(Example);

        Assert.Equal(new DateOnly(2026, 3, 9), it.Head.Clock!.LastDay);
        Assert.Equal(CaseProblems.NotDue, it.At(it.DueAt.AddTicks(-1)).Refuses(ReliefStaff.System, new EndPublicity(Prior: null)));
        Assert.Equal(ReliefState.Approval, it.At("2026-03-10T00:00").Does(ReliefStaff.System, new EndPublicity(Prior: null)).State);
    }

    [Fact]
    public void The_days_count_from_the_listing_and_not_from_the_opinion()
    {
        ReliefCase it = ReliefCases.InOpinion(Example).IsProposed(Example.Proposed);
        Assert.Equal(CaseProblems.NotDue, it.At("2026-03-20T00:00").Refuses(ReliefStaff.System, new EndPublicity(Prior: null)));

        Assert.Equal(new DateOnly(2026, 3, 27), it.At("2026-03-20T09:00").IsListed().Head.Clock!.LastDay);
    }

    [Fact]
    public void After_an_objection_the_renewed_list_hangs_three_days()
    {
        ReliefCase it = ReliefCases.InPublicity(Example).At("2026-03-03T10:00").IsObjectedTo().IsVerifiedAgain().IsListed();

        Assert.Equal(ReliefState.RenewedPublicity, it.State);
        Assert.Equal(new DateOnly(2026, 3, 6), it.Head.Clock!.LastDay);
        Assert.True(it.Facts.Objections.Single().Answered);
    }

    [Fact]
    public void An_objection_is_heard_until_the_end_of_the_last_day()
    {
        ReliefCase it = ReliefCases.InPublicity(Example);

        Assert.Equal(ReliefState.Reverification, it.At(it.DueAt.AddTicks(-1)).IsObjectedTo().State);
        Assert.Equal(ReliefProblems.ObjectionWindow, it.WhenDue().Refuses(Neighbour, new RaiseObjection("objection-1")));
    }

    [Fact]
    public void There_is_nothing_to_object_to_before_the_list_is_up()
        => Assert.Equal(
            ReliefProblems.NotListed,
            ReliefCases.InOpinion(Example).IsProposed(Example.Proposed).Refuses(Neighbour, new RaiseObjection("objection-1")));

    [Fact]
    public void Further_objections_during_the_second_visit_are_kept_and_answered_with_it()
    {
        ReliefCase it = ReliefCases.InReverification(Example).Does(Village, new RaiseObjection("objection-b"));

        Assert.Equal(ReliefState.Reverification, it.State);
        Assert.All(it.IsVerifiedAgain().Facts.Objections, objection => Assert.True(objection.Answered));
    }

    [Theory]
    [InlineData("2026-03-02T10:00", "2026-03-02", true)]
    [InlineData("2026-03-03T10:00", "2026-03-03", true)] // the first counted day
    [InlineData("2026-03-05T10:00", "2026-03-02", true)] // filed later
    [InlineData("2026-03-05T10:00", "2026-03-04", false)]
    [InlineData("2026-03-05T10:00", "2026-03-01", false)]
    [InlineData("2026-03-02T10:00", "2026-03-03", false)] // not taken yet
    public void The_first_photograph_is_of_day_one(string now, string takenOn, bool counts)
        => Assert.Equal(counts, Files(ReliefCases.InPublicity(Example).At(now), lastDay: false, takenOn));

    [Theory]
    [InlineData("2026-03-09T10:00", "2026-03-09", true)]
    [InlineData("2026-03-09T10:00", "2026-03-08", false)]
    [InlineData("2026-03-08T10:00", "2026-03-09", false)]
    public void The_last_photograph_is_of_the_last_day(string now, string takenOn, bool counts)
        => Assert.Equal(counts, Files(ReliefCases.InPublicity(Example).At(now), lastDay: true, takenOn));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Without_both_photographs_nothing_is_approved(bool first, bool last)
    {
        ReliefCase it = ReliefCases.InPublicity(Example);
        it = first ? it.IsPhotographed(lastDay: false) : it;
        it = it.At(it.DueAt.AddHours(-8));
        it = last ? it.IsPhotographed(lastDay: true) : it;
        it = it.WhenDue().Does(ReliefStaff.System, new EndPublicity(Prior: null));

        Assert.Equal(
            ReliefProblems.PublicityIncomplete, it.Refuses(Lead, new Approve(Example.Proposed, ReliefExample.Fund, null, PriorAid.None)));
    }

    [Fact]
    public void A_photograph_may_follow_while_the_task_to_take_it_is_open()
    {
        ReliefCase it = ReliefCases.InPublicity(Example).IsPhotographed(lastDay: false).WhenDue()
            .Does(ReliefStaff.System, new EndPublicity(Prior: null));
        Assert.Equal(["approve", "post-list"], it.Head.Tasks.Select(task => task.Kind));

        ReliefCase photographed = it.IsPhotographed(lastDay: true);

        Assert.Equal(["approve"], photographed.Head.Tasks.Select(task => task.Kind));
        Assert.Equal(ReliefState.Payment, photographed.IsApproved(Example).State);
    }

    [Fact]
    public void A_photograph_is_a_document_of_the_case_that_shows_the_board()
    {
        ReliefCase it = ReliefCases.InPublicity(Example).With(Village, ReliefDocuments.VisitPhoto);

        Assert.Equal(
            CaseProblems.DocumentUnknown,
            it.Refuses(Village, new FilePublicityEvidence(LastDay: false, it.Head.Documents[^1].Id, new DateOnly(2026, 3, 2))));
    }

    [Fact]
    public void The_end_of_the_list_brings_the_households_aid_up_to_date()
    {
        PriorAid grown = PriorAid.None with { InWindow = new(9_000_00) };

        ReliefCase it = ReliefCases.InPublicity(Example).WhenDue().Does(ReliefStaff.System, new EndPublicity(grown));

        Assert.Equal(grown, it.Facts.Screening!.Prior);
        Assert.Equal([Roles.CityHead], it.Head.Tasks.Single(task => task.Kind == "approve").Roles);
    }

    [Fact]
    public void Who_verified_first_does_not_verify_again_nor_who_verified_again_a_third_time()
    {
        ReliefCase it = ReliefCases.InReverification(Example).With(Officer, ReliefDocuments.VisitForm);
        FileReverification visit = new(VisitKind.Home, VerificationFinding.Confirmed, CivilAffairsResult.WithinStandard, PayeeVerified: true);
        Assert.Equal(CaseProblems.Separation, it.Refuses(Officer, visit));
        Assert.Equal(CaseProblems.Separation, it.Refuses(Village, visit));

        ReliefCase second = it.IsVerifiedAgain(CityOfficer, Officer3).IsListed().IsObjectedTo().With(Officer, ReliefDocuments.VisitForm);
        Assert.Equal(CaseProblems.Separation, second.Refuses(CityOfficer, visit));
        ReliefCase filed = second.Does(Town, visit);
        Assert.Equal(CaseProblems.Separation, filed.Refuses(Officer3, new ConfirmReverification()));
        Assert.Equal(ReliefState.RenewedPublicity, filed.Does(Officer2, new ConfirmReverification()).State);
    }

    [Fact]
    public void Two_persons_visit_and_one_of_them_is_an_officer_of_the_district()
    {
        FileVerification visit = new(VisitKind.Video, VerificationFinding.Confirmed, CivilAffairsResult.NotAvailable, PayeeVerified: true);
        ReliefCase it = ReliefCases.InVerification(Example);
        Assert.Equal(ReliefProblems.VisitDocumentMissing, it.Refuses(Village, visit));

        ReliefCase filed = it.With(Village, ReliefDocuments.VisitForm).Does(Village, visit);

        Assert.Equal(ReliefProblems.AlreadyFiled, filed.Refuses(Officer, visit));
        Assert.Equal(ReliefProblems.SamePerson, filed.Refuses(Village with { Role = Roles.DistrictOfficer }, new ConfirmVerification()));
        Assert.Equal(ReliefProblems.OfficerNeeded, filed.Refuses(Town, new ConfirmVerification()));
        Assert.Equal(ReliefState.FirstOpinion, filed.Does(Officer, new ConfirmVerification()).State);
    }

    [Fact]
    public void Township_and_district_stand_behind_the_first_opinion_together()
    {
        ReliefCase it = ReliefCases.InOpinion(Example).Does(Town, new FileOpinion(Example.Proposed, []));

        Assert.Equal(ReliefProblems.SamePerson, it.Refuses(Town with { Role = Roles.DistrictOfficer }, new ConfirmOpinion()));
        Assert.Equal(ReliefProblems.BothLevelsNeeded, it.Refuses(Town2, new ConfirmOpinion()));
        Assert.Equal(ReliefState.Publicity, it.Does(Officer2, new ConfirmOpinion()).State);
    }

    private static bool Files(ReliefCase it, bool lastDay, string takenOn)
    {
        ReliefCase filed = it.With(Village, ReliefDocuments.BoardPhoto);
        FilePublicityEvidence command = new(
            lastDay, filed.Head.Documents[^1].Id, DateOnly.Parse(takenOn, System.Globalization.CultureInfo.InvariantCulture));
        if (filed.Try(Village, command) is CaseOutcome<ReliefFacts>.Refused refused)
        {
            Assert.Equal(ReliefProblems.EvidenceDay, refused.Problem.Code);
            return false;
        }

        return true;
    }
}
