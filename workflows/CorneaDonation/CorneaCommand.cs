using Boai.Workflows.Cases;

namespace Boai.Workflows.CorneaDonation;

/// <summary>Every act of handbook §7.5, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record CorneaCommand
{
    private CorneaCommand() { }

    /// <summary>The name by which <see cref="CorneaTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    public sealed record Shell(CaseCommand Command) : CorneaCommand;

    /// <param name="Will">What the register said at this moment.</param>
    public sealed record Verify(TissueBasis Basis, TissueWill Will, bool ForensicClear) : CorneaCommand;

    /// <summary>Advice for the eye bank; stops nothing.</summary>
    public sealed record NoteContraIndication(ContraIndication Indication) : CorneaCommand;

    /// <param name="EyeBank">Unified social credit code of an eye bank in the register.</param>
    public sealed record DispatchBank(string EyeBank) : CorneaCommand;

    /// <summary>The family wants research when transplantation comes too late.</summary>
    /// <param name="ConsentId">The signed consent among the case's documents.</param>
    public sealed record AgreeToResearch(string ConsentId) : CorneaCommand;

    /// <summary>获取.</summary>
    /// <param name="ShapeRestored">眼球外形已恢复.</param>
    public sealed record Retrieve(DateTimeOffset At, IReadOnlyList<string> Items, bool ShapeRestored) : CorneaCommand;

    /// <summary>H11 角膜/组织获取: what the eye bank says by message.</summary>
    public sealed record HearRetrieved(string EyeBank, DateTimeOffset At, IReadOnlyList<string> Items) : CorneaCommand;

    /// <summary>After H11, which does not say it.</summary>
    public sealed record ConfirmShape : CorneaCommand;

    public sealed record FileResult(TissueResult Result) : CorneaCommand;

    public sealed record DeclareEnd(TissueEnd Reason) : CorneaCommand;

    public sealed record ChangeMind : CorneaCommand;

    /// <summary>Certificate and care are under way.</summary>
    public sealed record Close : CorneaCommand;

    /// <summary>By the clock: the best hours are over.</summary>
    public sealed record PassBest : CorneaCommand;

    /// <summary>By the clock: the time for transplantation is over.</summary>
    public sealed record PassWindow : CorneaCommand;
}

/// <summary>Kinds of documents of this programme.</summary>
public static class CorneaDocuments
{
    public const string DeathCertificate = "cornea-death-certificate";
    public const string JointDecision = "cornea-joint-decision";
    public const string ResearchConsent = "cornea-research-consent";

    public static IReadOnlyCollection<string> All { get; } = [DeathCertificate, JointDecision, ResearchConsent];
}

/// <summary>Codes of problems that this programme alone knows.</summary>
public static class CorneaProblems
{
    public const string Barred = "cornea.barred";
    public const string NoIntent = "cornea.no-intent";

    /// <summary>A paper is missing. Arguments: <c>items</c>.</summary>
    public const string PaperMissing = "cornea.paper-missing";
    public const string Forensic = "cornea.forensic";
    public const string Time = "cornea.time";

    /// <summary>Not an item that may be retrieved, or one that is named twice (I-18).</summary>
    public const string Items = "cornea.items";
    public const string OtherBank = "cornea.other-bank";

    /// <summary>After the time for transplantation: research with consent, or nothing.</summary>
    public const string ResearchOnly = "cornea.research-only";

    /// <summary>Used, unsuitable and research do not make up what was retrieved.</summary>
    public const string ResultSum = "cornea.result-sum";
    public const string ShapeUnconfirmed = "cornea.shape-unconfirmed";
    public const string DoneAlready = "cornea.done-already";
    public const string DocumentKind = "cornea.document-kind";
}
