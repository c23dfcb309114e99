using System.Text.RegularExpressions;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.MemorialCare.CareFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.MemorialCare.CareFacts, Boai.Workflows.MemorialCare.CareFact>;

namespace Boai.Workflows.MemorialCare;

/// <summary>The name in the memorial park and on the web: only with the family's written consent, and as the family has read and signed it (handbook §7.7).</summary>
internal static partial class MemorialStage
{
    public static CaseProblem? Propose(Ledger ledger, CareCommand.ProposeName it)
    {
        CaseProblem? problem = !it.Engraving && !it.Online ? CaseProblem.Of(CareProblems.NothingAgreed)
            : !Has(ledger, it.ConsentId, CareDocuments.Consent) ? CaseProblem.On("consentId", CareProblems.ConsentMissing)
            : null;
        if (problem is null)
        {
            ledger.Record(
                new NameProposed(it.Engraving, it.Online, it.ConsentId, it.NameDigest),
                [.. Closing(ledger, CareTasks.ProofRead, CareTasks.Engrave), Opening(ledger, CareTasks.ProofRead)]);
        }

        return problem;
    }

    public static CaseProblem? ProofRead(Ledger ledger, CareCommand.ProofReadName it)
    {
        MemorialWish? wish = ledger.Facts.Wish;
        CaseProblem? problem = wish is null ? CaseProblem.Of(CareProblems.NoName)
            : !Has(ledger, it.ProofId, CareDocuments.Proof) ? CaseProblem.On("proofId", CareProblems.ProofMissing)
            : wish.NameDigest != it.NameDigest ? CaseProblem.On("name", CareProblems.NameDiffers)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        bool toEngrave = wish!.Engraving && wish.EngravedDigest != wish.NameDigest;
        ledger.Record(
            new NameProofRead(it.ProofId),
            [.. Closing(ledger, CareTasks.ProofRead), .. toEngrave ? (HeadChange[])[Opening(ledger, CareTasks.Engrave)] : []]);
        return null;
    }

    public static CaseProblem? Engrave(Ledger ledger, CareCommand.EngraveName it)
    {
        CaseProblem? problem = ledger.Facts.Wish is not { } wish ? CaseProblem.Of(CareProblems.NoName)
            : !wish.Engraving ? CaseProblem.Of(CareProblems.EngravingNotAgreed)
            : wish.ProofId is null ? CaseProblem.Of(CareProblems.NotProofRead)
            : !PositionForm().IsMatch(it.Position) ? CaseProblem.On("position", CareProblems.Position)
            : null;
        if (problem is null)
        {
            ledger.Record(new NameEngraved(it.Position), [.. Closing(ledger, CareTasks.Engrave)]);
        }

        return problem;
    }

    public static CaseProblem? Remove(Ledger ledger)
    {
        if (ledger.Facts.Wish?.Position is null)
        {
            return CaseProblem.Of(CareProblems.NotEngraved);
        }

        ledger.Record(new NameRemoved(), [.. Closing(ledger, CareTasks.Remove)]);
        return null;
    }

    /// <summary>What stands in stone has to be taken down by somebody; after 不再联系 no task says so, and the record alone does.</summary>
    public static CaseProblem? Withdraw(Ledger ledger, CareCommand.WithdrawMemorial it)
    {
        MemorialWish? wish = ledger.Facts.Wish;
        if (wish is null || !((it.Engraving && wish.Engraving) || (it.Online && wish.Online)))
        {
            return CaseProblem.Of(CareProblems.NoName);
        }

        bool toTakeDown = it.Engraving && wish.Position is not null && ledger.Head.StateOf() == CareState.Caring;
        ledger.Record(
            new MemorialWithdrawn(it.Engraving, it.Online),
            [
                .. it.Engraving ? Closing(ledger, CareTasks.Engrave) : [],
                .. (wish.Engraving && !it.Engraving) || (wish.Online && !it.Online) ? [] : Closing(ledger, CareTasks.ProofRead),
                .. toTakeDown ? (HeadChange[])[Opening(ledger, CareTasks.Remove)] : [],
            ]);
        return null;
    }

    private static bool Has(Ledger ledger, string id, string kind) => ledger.Head.Documents.Any(document => document.Id == id && document.Kind == kind);

    private static IEnumerable<HeadChange> Closing(Ledger ledger, params string[] kinds) =>
        ledger.Head.Tasks.Where(task => kinds.Contains(task.Kind, StringComparer.Ordinal)).Select(task => new HeadChange.TaskClosed(task.Id));

    private static HeadChange.TaskOpened Opening(Ledger ledger, string kind) => new(CareStage.Task(
        $"{kind}-{ledger.NextSeq}", kind, ledger.Deciding, ledger.Deciding.Today.AddDays(ledger.Deciding.Policy.For(PolicyKeys.MemoryNameDays).Days())));

    [GeneratedRegex(@"^[A-Z0-9]{1,4}(-[A-Z0-9]{1,4}){0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PositionForm();
}
