using Boai.Workflows.Cases;

namespace Boai.Workflows.BodyDonation;

/// <summary>Every act of handbook §7.4, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record BodyCommand
{
    private BodyCommand() { }

    /// <summary>The name by which <see cref="BodyTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    public sealed record Shell(CaseCommand Command) : BodyCommand;

    /// <summary>核验.</summary>
    /// <param name="Will">What the register said at this moment.</param>
    /// <param name="ForensicClear">Whether police have nothing against it (CQ-BODY 24).</param>
    public sealed record Verify(BodyBasis Basis, BodyWill Will, bool ForensicClear) : BodyCommand;

    /// <summary>不符 or 不宜接受.</summary>
    public sealed record DeclareUnfit(UnfitReason Reason) : BodyCommand;

    /// <summary>A confirmed unit is sent.</summary>
    /// <param name="Unit">Unified social credit code of a unit in the register.</param>
    /// <param name="TakesAfterOrgans">As the register says of the unit.</param>
    public sealed record DispatchUnit(string Unit, bool TakesAfterOrgans) : BodyCommand;

    /// <summary>The unit's people are there and have shown their papers (CQ-BODY 19).</summary>
    public sealed record Arrive(DateTimeOffset At, bool PapersShown) : BodyCommand;

    public sealed record ChooseAshes(AshesChoice Choice) : BodyCommand;

    /// <summary>交接: identity and death certificate verified, both signed, 遗体捐献证明 issued.</summary>
    /// <param name="HandoverDocumentId">The signed form among the case's documents.</param>
    public sealed record HandOver(string HandoverDocumentId, string CertificateNumber, bool IdentityVerified, bool DeathCertificateSeen) : BodyCommand;

    /// <summary>The unit does not take it on site.</summary>
    public sealed record DeclineOnSite(UnfitReason Reason) : BodyCommand;

    /// <summary>H12 遗体接收: what the unit says by message.</summary>
    public sealed record HearReceived(string Unit, DateTimeOffset At, string CertificateDigest) : BodyCommand;

    /// <summary>The unit's written information to health authority and Red Cross (DL-06, CQ-BODY 20).</summary>
    public sealed record FileReport(string DocumentId) : BodyCommand;

    /// <summary>Use begins, after the ceremony (CQ-BODY 21).</summary>
    public sealed record BeginUse(DateTimeOffset CeremonyAt) : BodyCommand;

    /// <summary>The unit's summary of a year (DL-08, CQ-BODY 41).</summary>
    public sealed record FileSummary(int Year) : BodyCommand;

    public sealed record Cremate(DateTimeOffset At) : BodyCommand;

    /// <summary>Ashes and inscription are seen to.</summary>
    public sealed record Archive : BodyCommand;

    /// <summary>Executor or family change their mind.</summary>
    public sealed record ChangeMind : BodyCommand;

    /// <summary>The health authority was told that the unit came late (CQ-BODY 46).</summary>
    public sealed record TellAuthority : BodyCommand;

    // By the clock.

    /// <param name="Dispatch">1, 2 …: which dispatch.</param>
    public sealed record RemindUnit(int Dispatch) : BodyCommand;

    /// <inheritdoc cref="RemindUnit"/>
    public sealed record EscalateArrival(int Dispatch) : BodyCommand;

    /// <inheritdoc cref="RemindUnit"/>
    public sealed record DeclareBreach(int Dispatch) : BodyCommand;

    /// <summary>A year is over: its summary is due.</summary>
    public sealed record AskSummary(int Year) : BodyCommand;
}

/// <summary>Kinds of documents of this programme.</summary>
public static class BodyDocuments
{
    /// <summary>死亡证明.</summary>
    public const string DeathCertificate = "body-death-certificate";

    /// <summary>亲属一致同意书, with proof of relation.</summary>
    public const string JointDecision = "body-joint-decision";

    /// <summary>交接单.</summary>
    public const string Handover = "body-handover";

    /// <summary>The unit's written information.</summary>
    public const string UnitReport = "body-unit-report";

    public static IReadOnlyCollection<string> All { get; } = [DeathCertificate, JointDecision, Handover, UnitReport];
}
