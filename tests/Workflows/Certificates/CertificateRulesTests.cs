using Boai.Workflows.Cases;
using Boai.Workflows.Certificates;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Certificates;

/// <summary>LIFE-11, handbook §7.10; ODR 14 and 20, CQ-BODY 34 to 36.</summary>
public sealed class CertificateRulesTests
{
    private static readonly CaseNumber Case = CaseNumber.Create(BusinessCode.Parse("ODW"), UnitCode.Parse("500103"), 2026, 1);

    private static CertificateRequest Prepared { get; } = new(
        "crq_1", Case, CertificateKind.Priority, Kinship.Cousin, KinshipProof.NotarialDeed, "city-officer-1", DateTimeOffset.UnixEpoch);

    private static int Within { get; } = PolicyPack.Default.Count(PolicyKeys.CertificatePriorityGenerations, new DateOnly(2026, 3, 2));

    [Theory]
    [InlineData(Kinship.Spouse, true)]
    [InlineData(Kinship.Parent, true)]
    [InlineData(Kinship.Child, true)]
    [InlineData(Kinship.Grandparent, true)]
    [InlineData(Kinship.Grandchild, true)]
    [InlineData(Kinship.RemoteAncestor, true)] // lineal relatives without limit
    [InlineData(Kinship.RemoteDescendant, true)]
    [InlineData(Kinship.Sibling, true)]
    [InlineData(Kinship.UncleOrAunt, true)]
    [InlineData(Kinship.NephewOrNiece, true)]
    [InlineData(Kinship.Cousin, true)] // three generations
    [InlineData(Kinship.RemoteCollateral, false)] // four
    [InlineData(Kinship.InLaw, false)] // not by blood
    public void Priority_is_for_the_spouse_lineal_relatives_and_collateral_ones_within_three_generations(Kinship kinship, bool may)
    {
        Assert.Equal(may, KinshipRules.HasPriority(kinship, Within));
        CaseProblem? problem = CertificateRules.Prepare(Prepared with { Kinship = kinship }, isClosed: true, replaced: null, Within);
        Assert.Equal(may ? null : CertificateProblems.NoPriority, problem?.Code);
    }

    [Fact]
    public void Every_kinship_has_an_answer_and_only_priority_asks_for_it() =>
        Assert.All(Enum.GetValues<Kinship>(), kinship =>
        {
            KinshipRules.HasPriority(kinship, Within);
            Assert.Null(CertificateRules.Prepare(Prepared with { Kind = CertificateKind.Donation, Kinship = kinship }, isClosed: true, replaced: null, Within));
        });

    [Theory]
    [InlineData(CertificateKind.Donation)]
    [InlineData(CertificateKind.Honour)]
    [InlineData(CertificateKind.FuneralWaiver)]
    [InlineData(CertificateKind.Priority)]
    public void Nothing_is_certified_of_a_case_that_is_not_closed(CertificateKind kind) => Assert.Equal(
        CertificateProblems.CaseOpen, CertificateRules.Prepare(Prepared with { Kind = kind }, isClosed: false, replaced: null, Within)?.Code);

    [Fact]
    public void A_second_person_reads_the_original_anew()
    {
        Assert.Equal(CertificateProblems.SamePerson, CertificateRules.Issue(Prepared, "city-officer-1", Kinship.Cousin)?.Code);
        Assert.Equal(CertificateProblems.KinshipDiffers, CertificateRules.Issue(Prepared, "city-head-1", Kinship.Sibling)?.Code);
        Assert.Equal(
            CertificateProblems.Declined, CertificateRules.Issue(Prepared with { Status = RequestStatus.Declined }, "city-head-1", Kinship.Cousin)?.Code);
        Assert.Null(CertificateRules.Issue(Prepared, "city-head-1", Kinship.Cousin));
        Assert.Equal(CertificateProblems.SamePerson, CertificateRules.Decline(Prepared, "city-officer-1")?.Code);
        Assert.Equal(CertificateProblems.RequestOver, CertificateRules.Decline(Prepared with { Status = RequestStatus.Issued }, "city-head-1")?.Code);
    }

    [Fact]
    public void One_certificate_replaces_another_of_its_kind_and_case_and_each_once()
    {
        Certificate old = new(
            CertificateNumber.Create(CertificateKind.Priority, 2026, 1), Case, "crq_0", Kinship.Cousin, new DateOnly(2026, 3, 2), "city-officer-1", "city-head-1");
        CertificateRequest next = Prepared with { Replaces = old.Number };

        Assert.Null(CertificateRules.Prepare(next, isClosed: true, old, Within));
        Assert.Null(CertificateRules.Prepare(next, isClosed: true, old with { Status = CertificateStatus.Revoked }, Within));
        Assert.Equal(CertificateProblems.Unknown, CertificateRules.Prepare(next, isClosed: true, replaced: null, Within)?.Code);
        Assert.Equal(
            CertificateProblems.Unknown,
            CertificateRules.Prepare(next, isClosed: true, old with { Case = CaseNumber.Create(Case.Business, Case.Unit, 2026, 2) }, Within)?.Code);
        Assert.Equal(CertificateProblems.Over, CertificateRules.Prepare(next, isClosed: true, old with { Status = CertificateStatus.Replaced }, Within)?.Code);
        Assert.Equal(CertificateProblems.Over, CertificateRules.Revoke(old with { Status = CertificateStatus.Revoked })?.Code);
    }

    [Theory]
    [InlineData("JX-2026-0000014", InputFault.None)]
    [InlineData("JX-2026-0000010", InputFault.CaseNumberCheckCharacter)]
    [InlineData("JX-2026-0000104", InputFault.CaseNumberCheckCharacter)] // two neighbours swapped
    [InlineData("AA-2026-0000014", InputFault.CaseNumberForm)]
    [InlineData("JX-2026-0000000", InputFault.CaseNumberForm)]
    [InlineData("", InputFault.Missing)]
    public void A_number_is_checked_like_a_case_number(string text, InputFault expected)
    {
        bool read = CertificateNumber.TryParse(text, out CertificateNumber? number, out InputFault fault);

        Assert.Equal((expected == InputFault.None, expected), (read, fault));
        Assert.Equal(read ? text : null, number?.Value);
    }

    [Fact]
    public void Numbers_of_every_kind_read_back() => Assert.All(Enum.GetValues<CertificateKind>(), kind =>
    {
        CertificateNumber made = CertificateNumber.Create(kind, 2026, CertificateNumber.LargestSequence);
        Assert.Equal(made, CertificateNumber.Parse(made.Value));
        Assert.StartsWith(CertificateNumber.SeriesOf(kind, 2026), made.Value, StringComparison.Ordinal);
    });
}
