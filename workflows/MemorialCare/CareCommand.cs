using Boai.Workflows.Cases;

namespace Boai.Workflows.MemorialCare;

/// <summary>Every act of LIFE-08, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record CareCommand
{
    private CareCommand() { }

    /// <summary>The name by which <see cref="CareTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    public sealed record Shell(CaseCommand Command) : CareCommand;

    /// <summary>The system makes the tasks of occasions whose time has come.</summary>
    public sealed record OpenDue : CareCommand;

    /// <summary>An occasion was kept.</summary>
    public sealed record CompleteCare(CareKind Care) : CareCommand;

    /// <summary>不再联系: the family says so, to anybody of the branch and without a reason.</summary>
    public sealed record EndContact : CareCommand;

    /// <summary>The family agrees in writing, and says how the name is written; again when it is to be corrected.</summary>
    /// <param name="ConsentId">A document of the case, of kind <see cref="CareDocuments.Consent"/>.</param>
    /// <param name="NameDigest">Keyed digest of the name's code points.</param>
    public sealed record ProposeName(bool Engraving, bool Online, string ConsentId, string NameDigest) : CareCommand;

    /// <summary>The family has read the name as it will stand, and signed; the name is entered anew from that sheet.</summary>
    /// <param name="ProofId">A document of the case, of kind <see cref="CareDocuments.Proof"/>.</param>
    public sealed record ProofReadName(string ProofId, string NameDigest) : CareCommand;

    /// <summary>The name stands in the memorial park.</summary>
    /// <param name="Position">位置编号, e.g. <c>A-03-12</c>.</param>
    public sealed record EngraveName(string Position) : CareCommand;

    /// <summary>A name that stood in the memorial park was taken down.</summary>
    public sealed record RemoveName : CareCommand;

    /// <summary>The family takes back what it agreed to; at once, without a reason (PIPL 15).</summary>
    public sealed record WithdrawMemorial(bool Engraving, bool Online) : CareCommand;
}

/// <summary>Kinds of documents of this programme.</summary>
public static class CareDocuments
{
    /// <summary>家属书面同意书.</summary>
    public const string Consent = "memorial-consent";

    /// <summary>家属签字确认的姓名校样.</summary>
    public const string Proof = "memorial-proof";

    public static IReadOnlyCollection<string> All { get; } = [Consent, Proof];
}
