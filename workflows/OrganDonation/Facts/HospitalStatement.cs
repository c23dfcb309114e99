using System.Text.Json.Serialization;

namespace Boai.Workflows.OrganDonation;

/// <summary>Something a hospital says about a case, out of a message H01 to H12 (handbook §11.1). No identity and nobody's bed or name.</summary>
/// <remarks>Business times stand inside. Messages come in any order: nothing here says what was known before.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PotentialDonor), "H01")]
[JsonDerivedType(typeof(ConsentSigned), "H02")]
[JsonDerivedType(typeof(DeathDetermined), "H03")]
[JsonDerivedType(typeof(EthicsOpinion), "H04")]
[JsonDerivedType(typeof(NoticeGiven), "H05")]
[JsonDerivedType(typeof(FitnessStated), "H05F")]
[JsonDerivedType(typeof(Started), "H06")]
[JsonDerivedType(typeof(Completed), "H07")]
[JsonDerivedType(typeof(NotProceeding), "H08")]
[JsonDerivedType(typeof(HandedOver), "H09")]
[JsonDerivedType(typeof(OutcomeFiled), "H10")]
[JsonDerivedType(typeof(TissueProcured), "H11")]
[JsonDerivedType(typeof(BodyReceived), "H12")]
public abstract record HospitalStatement
{
    private HospitalStatement() { }

    /// <summary>H01 潜在捐献者通报.</summary>
    /// <param name="Category">C-I 脑死亡, C-II 心死亡, C-III 脑-心双死亡; null while it is not known.</param>
    /// <param name="BedDistrict">District in which the bed lies, six digits; null when the hospital did not say: then the desk asks and checks.</param>
    public sealed record PotentialDonor(DonorCategory? Category, string? BedDistrict = null) : HospitalStatement;

    /// <summary>H02 亲属书面同意.</summary>
    /// <param name="DocumentDigest">SHA-256 of the joint decision.</param>
    /// <param name="Items">Codes of what may be procured (<see cref="OrganLaw.Items"/>).</param>
    /// <param name="Relatives">Every decider: spouse, adult children, parents.</param>
    public sealed record ConsentSigned(string DocumentDigest, IReadOnlyList<string> Items, IReadOnlyList<RelativeStanding> Relatives) : HospitalStatement;

    /// <summary>H03 死亡判定.</summary>
    /// <param name="At">When death was determined.</param>
    /// <param name="DocumentDigest">Null while the papers are missing.</param>
    public sealed record DeathDetermined(
        DateTimeOffset At, IReadOnlyList<DeterminingPhysician> Physicians, string? DocumentDigest) : HospitalStatement;

    /// <summary>H04 伦理审查意见.</summary>
    /// <param name="Committee">Unified social credit code of the hospital whose committee it is.</param>
    /// <param name="Members">Members of the committee.</param>
    /// <param name="TransplantExperts">Of whom experts of transplantation.</param>
    /// <param name="Agree">Of whom agreed in writing.</param>
    /// <param name="At">When the opinion was given.</param>
    public sealed record EthicsOpinion(
        string Committee, int Members, int TransplantExperts, int Agree, DateTimeOffset At, string? DocumentDigest) : HospitalStatement;

    /// <summary>H05 获取前通知.</summary>
    /// <param name="Hospital">Unified social credit code of the hospital in which the procurement is to take place.</param>
    /// <param name="PlaceCode">The theatre, as the hospital codes it.</param>
    public sealed record NoticeGiven(string Hospital, DateTimeOffset PlannedStart, string PlaceCode) : HospitalStatement;

    /// <summary>The OPO's statement on medical fitness, sent along with a notice: yes or no and nothing more.</summary>
    public sealed record FitnessStated(bool Fit) : HospitalStatement;

    /// <summary>H06 获取开始.</summary>
    public sealed record Started(DateTimeOffset At) : HospitalStatement;

    /// <summary>H07 获取完成.</summary>
    /// <param name="Items">Codes of what was removed.</param>
    public sealed record Completed(DateTimeOffset At, IReadOnlyList<string> Items) : HospitalStatement;

    /// <summary>H08 终止.</summary>
    public sealed record NotProceeding(DateTimeOffset At, StopReason Reason) : HospitalStatement;

    /// <summary>H09 恢复与移交.</summary>
    /// <param name="RestoredAt">When the body's appearance was restored.</param>
    /// <param name="At">When it was handed over; null when it is restored only.</param>
    /// <param name="To">Who took it over; null when it is restored only.</param>
    public sealed record HandedOver(DateTimeOffset RestoredAt, DateTimeOffset? At, BodyTaker? To) : HospitalStatement;

    /// <summary>H10 结果备案: that it was filed. Its counts are kept apart from every donor (I-14).</summary>
    public sealed record OutcomeFiled(DateTimeOffset At) : HospitalStatement;

    /// <summary>H11 角膜/组织获取, by an eye bank.</summary>
    public sealed record TissueProcured(DateTimeOffset At, IReadOnlyList<string> Items) : HospitalStatement;

    /// <summary>H12 遗体接收, by a receiving unit.</summary>
    public sealed record BodyReceived(DateTimeOffset At, string CertificateDigest) : HospitalStatement;
}

/// <summary>Why a donation does not go on, as the hospital says it.</summary>
public enum StopReason
{
    MedicallyUnfit,
    FamilyDeclined,
    ConsentWithdrawn,
    EthicsRefused,
    DiedWithoutProcurement,
    ForensicBar,
    PatientRecovered,
}

public enum DonorCategory
{
    /// <summary>C-I 脑死亡 (DBD).</summary>
    BrainDeath,

    /// <summary>C-II 心死亡 (DCD).</summary>
    CirculatoryDeath,

    /// <summary>C-III 脑-心双死亡 (DBCD).</summary>
    BrainAndCirculatoryDeath,
}

public enum BodyTaker
{
    Family,
    FuneralHome,
    ReceivingUnit,
}

/// <summary>A physician who determined death.</summary>
/// <param name="PhysicianId">Opaque: compared with rosters, never shown.</param>
/// <param name="Side">What the rosters of all hospitals say; null while they were not asked.</param>
public sealed record DeterminingPhysician(string PhysicianId, StaffSide? Side);

/// <summary>A statement with its message.</summary>
/// <param name="MessageId">Of the message that said it; a message says a thing of a kind once.</param>
/// <param name="StatedAt">The message's creation: the later statement counts, whichever came first.</param>
public sealed record Stated<T>(string MessageId, DateTimeOffset StatedAt, T What)
    where T : HospitalStatement;
