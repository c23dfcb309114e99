using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>One valid example: illness in Yuzhong, opened on Monday 2 March 2026 at nine. Tests change with <c>with</c> what they are about.</summary>
internal sealed record ReliefExample
{
    public const string Fund = "FUND-A";

    public DateTimeOffset OpenedAt { get; init; } = ReliefCase.Beijing("2026-03-02T09:00");

    public Actor OpenedBy { get; init; } = ReliefStaff.Applicant;

    /// <summary>The case's running number: it decides whether the case is drawn for follow-up calls.</summary>
    public int Sequence { get; init; } = NotSampled;

    public ReliefApplication Application { get; init; } = new(
        "subject-1", "household-1", ReliefCause.Illness, new Money(280_000), Members: 3, ConcernsMinor: false, ApplyingAs.Self, ByStaffId: null,
        DeclaredRelative: false, new Payee("vault-1", PayeeRelation.Applicant, HolderMatches: true), ReliefConsents.All);

    public Screening Findings { get; init; } = new(InRegion: true, PriorAid.None, []);

    public Money Proposed { get; init; } = new(280_000);

    /// <summary>What the applicant filed with the form.</summary>
    public IReadOnlyList<string>? Documents { get; init; }

    public CaseNumber Number => CaseNumber.Create(ReliefProcess.Business, ReliefStaff.District, 2026, Sequence);

    public PriorAid Prior => Findings.Prior;

    /// <summary>A running number that the sample leaves out.</summary>
    public static int NotSampled { get; } = First(drawn: false);

    /// <summary>A running number that the sample draws.</summary>
    public static int Sampled { get; } = First(drawn: true);

    /// <summary>The example itself; after the numbers that it takes.</summary>
    public static ReliefExample Valid { get; } = new();

    /// <summary>The same case, filed by the village officer.</summary>
    public ReliefExample ByVillage() => this with
    {
        OpenedBy = ReliefStaff.Nominator,
        Application = Application with { AppliedAs = ApplyingAs.VillageOfficer, ByStaffId = ReliefStaff.Nominator.StaffId },
    };

    private static int First(bool drawn) => Enumerable.Range(1, 1_000).First(sequence => drawn == FollowUpSample.Draws(
        CaseNumber.Create(ReliefProcess.Business, ReliefStaff.District, 2026, sequence),
        paidUrgently: false,
        new CasePolicy(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default])));
}
