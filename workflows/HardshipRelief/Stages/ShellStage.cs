using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.HardshipRelief.ReliefFacts, Boai.Workflows.HardshipRelief.ReliefFact>;

namespace Boai.Workflows.HardshipRelief;

/// <summary>The acts that every programme has, with this programme's own limits.</summary>
internal static class ShellStage
{
    public const string CorrectableCause = "cause";
    public const string CorrectableMembers = "members";
    public const string CorrectableAsked = "askedFen";

    public static CaseProblem? Act(Ledger ledger, CaseCommand command) => command switch
    {
        CaseCommand.AttachDocument it when !ReliefDocuments.All.Contains(it.Kind, StringComparer.Ordinal)
            || (ledger.Deciding.Actor.Role == Roles.Public && !ReliefDocuments.OfApplicants.Contains(it.Kind, StringComparer.Ordinal))
            => CaseProblem.On("kind", ReliefProblems.DocumentKind),
        CaseCommand.Withdraw => Withdraw(ledger),
        CaseCommand.Correct it => Correct(ledger, it),
        CaseCommand.Reopen it => Reopen(ledger, it),
        _ => SideTransitions.Act(ledger, command),
    };

    /// <summary>Any time before money has gone out; no reason needed.</summary>
    private static CaseProblem? Withdraw(Ledger ledger)
    {
        if (PaymentStages.MoneyIsOutOrOnItsWay(ledger.Facts))
        {
            return CaseProblem.Of(ReliefProblems.MoneyOut);
        }

        ledger.Record(new ApplicationWithdrawn(), ledger.Entering(ReliefState.Withdrawn));
        return null;
    }

    private static CaseProblem? Correct(Ledger ledger, CaseCommand.Correct it)
    {
        if (it.Of < 1 || it.Of > ledger.Head.Version)
        {
            return CaseProblem.On("of", CaseProblems.EventUnknown);
        }

        if (ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        // A value that no field takes would stand in the case for everybody to read: it belongs into the sealed note.
        bool right = it.Field is null ? it.Value is null : BeforePublicity(ledger.Head.StateOf()) && IsValue(ledger, it.Field, it.Value);
        if (!right)
        {
            return CaseProblem.On("field", ReliefProblems.CorrectionField);
        }

        ledger.Record(new EntryCorrected(it.Of, it.Field, it.Value));
        return null;
    }

    /// <summary>重启, by the department head: where the case has something to go on with.</summary>
    private static CaseProblem? Reopen(Ledger ledger, CaseCommand.Reopen it)
    {
        if (string.IsNullOrEmpty(it.CauseCode) || ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ReliefState to = ledger.Facts.Granted is not null && ledger.Facts.PaidOut > Money.Zero ? ReliefState.Aided
            : ledger.Facts.Accepted ? ReliefState.Verification
            : ReliefState.Intake;
        ledger.RecordWithReason(new CaseReopened(to), it.CauseCode, ledger.Entering(to));
        return null;
    }

    // What the public list and the approval stood on cannot change under them.
    private static bool BeforePublicity(ReliefState state)
        => state is ReliefState.Intake or ReliefState.SupplementAwaited or ReliefState.Verification or ReliefState.FirstOpinion;

    private static bool IsValue(Ledger ledger, string field, string? value) => field switch
    {
        CorrectableCause => Enum.TryParse(value, out ReliefCause cause) && Enum.IsDefined(cause) && value == cause.ToString(),
        CorrectableMembers => IsNumber(value, out long members) && members < 100,
        CorrectableAsked => IsNumber(value, out long fen) && fen <= ledger.Deciding.Policy.For(PolicyKeys.ReliefRequestMax).Amount().Fen,
        _ => false,
    };

    private static bool IsNumber(string? value, out long number)
        => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
