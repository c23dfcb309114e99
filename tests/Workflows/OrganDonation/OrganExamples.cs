using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.HospitalStatement;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>One donor for whom everything is in order, at 06:00 of 3 June 2024 in Yuzhong, to change with <c>with</c>.</summary>
internal static class OrganExamples
{
    /// <summary>The OPO hospital.</summary>
    public const string Hospital = "125000000000000011";

    public const string OtherHospital = "125000000000000022";

    /// <summary>06:00 Beijing time of the planned start.</summary>
    public static readonly DateTimeOffset Six = new(2024, 6, 3, 6, 0, 0, TimeSpan.FromHours(8));

    public static readonly CasePolicy Policy = PolicyFrom(new DateOnly(2024, 6, 2));

    public static readonly WitnessLaw Law = WitnessLaw.At(Six, Policy);

    public static CasePolicy PolicyFrom(DateOnly startedOn)
        => new(new PolicyStamp(PolicyPack.Default.Version, startedOn), [PolicyPack.Default]);

    /// <summary>An instant so many minutes after <see cref="Six"/>, before it when negative.</summary>
    public static DateTimeOffset At(double minutes) => Six.AddMinutes(minutes);

    public static readonly IReadOnlyList<RelativeStanding> Family =
    [
        new("rel-wife", DeciderRelation.Spouse, DeciderStatus.HasSigned, "doc-wife", At(-600)),
        new("rel-son-1", DeciderRelation.AdultChild, DeciderStatus.HasSigned, "doc-son-1", At(-600)),
        new("rel-son-2", DeciderRelation.AdultChild, DeciderStatus.HasSigned, "doc-son-2", At(-600)),
        new("rel-father", DeciderRelation.Father, DeciderStatus.Deceased, "doc-father"),
        new("rel-mother", DeciderRelation.Mother, DeciderStatus.Deceased, "doc-mother"),
    ];

    public static readonly ConsentSigned Decision = new("sha-decision", ["liver", "kidney-l", "kidney-r", "cornea-l", "cornea-r"], Family);

    public static readonly DeathDetermined Death = new(
        At(-300), [new("phy-1", StaffSide.Neither), new("phy-2", StaffSide.Neither)], "sha-death");

    public static readonly EthicsOpinion Opinion = new(Hospital, 9, 2, 7, At(-240), "sha-ethics");

    public static readonly NoticeGiven Notice = new(Hospital, Six, "theatre-3");

    public static OrganFacts Ready { get; } = new()
    {
        Donor = new DonorProfile("CQ-D-2024-0173", IdentityKnown: true),
        ProcuringHospital = Hospital,
        AcknowledgedAt = At(-900),
        ScreenedAt = At(-880),
        Register = new RegisterReading(At(-1), IntentStanding.Valid),
        Forensic = new ForensicCheck(ForensicStatus.Clear, At(-880)),
        Institution = new InstitutionCheck(Designated: true, InArea: true, IndependentDepartment: true, At(-900)),
        RelativeEntries = [.. Family.Select(relative => new RelativeEntry(relative, At(-600), "m-02"))],
        Consents = [Said("m-02", -590, Decision)],
        SightedDecision = "sha-decision",
        Reconfirmation = new Reconfirmation("rel-wife", At(-280)),
        Deaths = [Said("m-03", -290, Death)],
        Opinions = [Said("m-04", -230, Opinion)],
        Notices = [Said("m-05", -230, Notice)],
        Fitness = [Said("m-05", -230, new FitnessStated(Fit: true))],
        Witnesses = [Present("coord-1", -30), Present("coord-2", -25)],
    };

    public static Stated<T> Said<T>(string messageId, double minutes, T what)
        where T : HospitalStatement
        => new(messageId, At(minutes), what);

    public static Witness Present(string staffId, double sinceMinutes) => new(
        staffId, WitnessOrigin.RedCross, new DateOnly(2024, 12, 31), Wave: 1, WitnessStage.CheckedIn, At(-200), At(-185))
    {
        CheckedInBy = CheckInMeans.TheatreQr,
        Presences = [new Presence(At(sinceMinutes))],
    };

    /// <summary>The facts with one of the relatives standing otherwise.</summary>
    public static OrganFacts WithRelative(this OrganFacts facts, RelativeStanding standing)
        => facts with { RelativeEntries = [.. facts.RelativeEntries, new RelativeEntry(standing, At(-500), "coord-1")] };
}
