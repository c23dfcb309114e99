using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Access;

/// <summary>Handbook §2.8 and §12.3: role, unit, case relation, purpose, and duties that exclude each other (I-11).</summary>
public sealed class AccessCheckTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly SubjectId Subject = SubjectId.New();
    private static readonly Caller Officer = Staff("yz-officer-1", Roles.DistrictOfficer, "500103");
    private static readonly Caller Applicant = new Caller.Applicant(Subject, TestCases.Number());

    [Fact]
    public void A_rule_for_one_role_lets_that_role_in_and_no_other()
    {
        foreach (string allowed in StaffRoles.All)
        {
            AccessRule rule = AccessRule.Staff(allowed);
            foreach (string role in StaffRoles.All)
            {
                Problem? refusal = AccessCheck.OfCaller(rule, Staff("x", role, "500103"), out string? actsAs);
                Assert.Equal(role == allowed ? null : PlatformErrors.AccessRole, refusal?.Code);
                Assert.Equal(role == allowed ? role : null, actsAs);
            }

            Assert.Equal(PlatformErrors.AuthMissing, AccessCheck.OfCaller(rule, new Caller.Anonymous(), out _)?.Code);
            Assert.Equal(PlatformErrors.AccessRole, AccessCheck.OfCaller(rule, Applicant, out _)?.Code);
        }
    }

    [Fact]
    public void A_person_of_several_roles_acts_in_the_first_that_the_rule_names()
    {
        Caller both = new Caller.Staff("x", [Roles.Town, Roles.DistrictOfficer], TestCases.Yuzhong);

        Assert.Null(AccessCheck.OfCaller(AccessRule.Staff(Roles.DistrictOfficer, Roles.Town), both, out string? role));
        Assert.Equal(Roles.DistrictOfficer, role);
    }

    [Fact]
    public void An_applicant_reaches_the_own_case_and_no_other()
    {
        Assert.Null(AccessCheck.OfCaller(AccessRule.Applicant, Applicant, out _));
        Assert.Null(AccessCheck.OfNumber(Applicant, TestCases.Number()));
        Assert.Equal(PlatformErrors.AccessCase, AccessCheck.OfNumber(Applicant, TestCases.Number(18))?.Code);
        Assert.Equal(PlatformErrors.AccessRole, AccessCheck.OfCaller(AccessRule.Applicant, Officer, out _)?.Code);
        Assert.Equal(PlatformErrors.AuthMissing, AccessCheck.OfCaller(AccessRule.Applicant, new Caller.Anonymous(), out _)?.Code);
    }

    [Fact]
    public void Districts_reach_their_own_cases_and_the_city_all()
    {
        CaseHead head = Head();

        Assert.Null(AccessCheck.OfCase(Officer, head));
        Assert.Equal(PlatformErrors.AccessUnit, AccessCheck.OfCase(Staff("wz-officer-1", Roles.DistrictOfficer, "500101"), head)?.Code);
        Assert.Null(AccessCheck.OfCase(Staff("city-officer-1", Roles.CityOfficer, "500000"), head));
    }

    [Fact]
    public void A_case_that_moved_belongs_to_its_owner_and_not_to_its_number()
    {
        CaseHead moved = Head() with { Owner = UnitCode.Parse("500101") };

        Assert.Equal(PlatformErrors.AccessUnit, AccessCheck.OfCase(Officer, moved)?.Code);
        Assert.Null(AccessCheck.OfCase(Staff("wz-officer-1", Roles.DistrictOfficer, "500101"), moved));
    }

    [Fact]
    public void I_11_nobody_takes_on_both_duties_of_a_pair()
    {
        foreach ((Duty one, Duty other) in DutySeparation.Pairs.SelectMany(pair => new[] { pair, (pair.Other, pair.One) }))
        {
            CaseHead head = Head(new ActorDuty("yz-officer-1", Roles.DistrictOfficer, one, At));
            AccessRule rule = AccessRule.Staff(Roles.DistrictOfficer).As(other);

            Assert.Equal(CaseProblems.Separation, AccessCheck.OfDuty(rule, Actor("yz-officer-1"), head)?.Code);
            Assert.Null(AccessCheck.OfDuty(rule, Actor("yz-officer-2"), head));
        }
    }

    [Fact]
    public void Who_is_related_to_the_applicant_stays_out()
    {
        CaseHead head = Head() with { Recused = ["yz-officer-1"] };

        Assert.Equal(CaseProblems.Recusal, AccessCheck.OfDuty(AccessRule.Staff(Roles.DistrictOfficer).As(Duty.Review), Actor("yz-officer-1"), head)?.Code);
        Assert.Equal(CaseProblems.Recusal, AccessCheck.OfRelation(Related, Actor("yz-officer-1"), Officer, head)?.Code);
    }

    [Fact]
    public void Only_those_in_the_case_are_related_to_it()
    {
        CaseHead idle = Head() with { Tasks = [] };
        CaseHead withTask = Head(); // a task for TOWN and DIST_OFF
        CaseHead withPart = idle with { Actors = [new ActorDuty("yz-officer-1", Roles.DistrictOfficer, Duty.Verify, At)] };
        CaseHead named = idle with { Tasks = [withTask.Tasks[0] with { Roles = [Roles.CityOfficer], AssignedTo = "yz-officer-1" }] };

        Assert.Equal(PlatformErrors.AccessRelation, AccessCheck.OfRelation(Related, Actor("yz-officer-1"), Officer, idle)?.Code);
        Assert.Null(AccessCheck.OfRelation(Related, Actor("yz-officer-1"), Officer, withTask));
        Assert.Null(AccessCheck.OfRelation(Related, Actor("yz-officer-1"), Officer, withPart));
        Assert.Null(AccessCheck.OfRelation(Related, Actor("yz-officer-1"), Officer, named));
        Assert.Equal(
            PlatformErrors.AccessRelation,
            AccessCheck.OfRelation(Related, new Actor("yz-cashier", Roles.Cashier, TestCases.Yuzhong), Staff("yz-cashier", Roles.Cashier, "500103"), withTask)?.Code);
        Assert.Null(AccessCheck.OfRelation(Related, new Actor("city-audit", Roles.Audit, UnitCode.City), Staff("city-audit", Roles.Audit, "500000"), idle));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("curiosity", false)]
    [InlineData("notice", false)] // the system's alone
    [InlineData("verification", true)]
    public void Staff_say_what_they_read_for(string? purpose, bool allowed)
    {
        AccessRule rule = AccessRule.Staff(Roles.DistrictOfficer).WithCase().WithPurpose();

        Assert.Equal(allowed ? null : PlatformErrors.AccessPurpose, AccessCheck.OfPurpose(rule, Officer, purpose)?.Code);
        Assert.Null(AccessCheck.OfPurpose(rule, Applicant, purpose));
    }

    private static AccessRule Related { get; } = AccessRule.Staff(StaffRoles.All).Related();

    private static CaseHead Head(params IReadOnlyList<ActorDuty> actors) => TestProgramme.Open(TestCases.Number(), At, "open", actors).Next.Head;

    private static Caller.Staff Staff(string id, string role, string unit) => new Caller.Staff(id, [role], UnitCode.Parse(unit));

    private static Actor Actor(string id) => new(id, Roles.DistrictOfficer, TestCases.Yuzhong);
}
