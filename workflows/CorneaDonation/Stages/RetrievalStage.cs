using Boai.Workflows.Cases;
using static Boai.Workflows.CorneaDonation.CorneaFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.CorneaDonation.CorneaFacts, Boai.Workflows.CorneaDonation.CorneaFact>;

namespace Boai.Workflows.CorneaDonation;

/// <summary>The hours after death, the retrieval, and what became of it (handbook §7.5, DL-09).</summary>
internal static class RetrievalStage
{
    public static CaseProblem? PassBest(Ledger ledger)
    {
        CorneaWindow window = CorneaWindow.Of(ledger.Facts.DiedAt, ledger.Deciding.Policy);
        if (ledger.Facts.BestPassed || window.BestBefore == window.Ends || ledger.Deciding.At < window.BestBefore)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new BestHoursPassed());
        return null;
    }

    public static CaseProblem? PassWindow(Ledger ledger)
    {
        if (ledger.Facts.WindowPassed || ledger.Deciding.At < CorneaWindow.Of(ledger.Facts.DiedAt, ledger.Deciding.Policy).Ends)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(new CorneaFact.WindowPassed());
        return null;
    }

    /// <summary>What was done is recorded also when it came late: then nothing of it may be transplanted.</summary>
    public static CaseProblem? Retrieve(Ledger ledger, DateTimeOffset at, IReadOnlyList<string> items, bool? shapeRestored)
    {
        CaseProblem? problem = at > ledger.Deciding.At || at < ledger.Facts.DispatchedAt ? CaseProblem.On("at", CorneaProblems.Time)
            : !CorneaProcess.AreTissues(items) || items.Except(ledger.Facts.Items, StringComparer.Ordinal).Any() ? CaseProblem.On("items", CorneaProblems.Items)
            : shapeRestored == false ? CaseProblem.On("shapeRestored", CorneaProblems.ShapeUnconfirmed)
            : null;
        if (problem is null)
        {
            bool late = at >= CorneaWindow.Of(ledger.Facts.DiedAt, ledger.Deciding.Policy).Ends;
            ledger.Record(new TissueRetrieved(at.ToUniversalTime(), items, shapeRestored, late), ledger.Entering(CorneaState.Retrieved));
        }

        return problem;
    }

    public static CaseProblem? Hear(Ledger ledger, CorneaCommand.HearRetrieved it) =>
        it.EyeBank != ledger.Facts.EyeBank ? CaseProblem.On("eyeBank", CorneaProblems.OtherBank)
        : ledger.Facts.RetrievedAt is not null ? CaseProblem.Of(CorneaProblems.DoneAlready)
        : Retrieve(ledger, it.At, it.Items, shapeRestored: null);

    public static CaseProblem? ConfirmShape(Ledger ledger)
    {
        if (ledger.Facts.ShapeRestored == true)
        {
            return CaseProblem.Of(CorneaProblems.DoneAlready);
        }

        ledger.Record(new ShapeConfirmed());
        return null;
    }

    public static CaseProblem? FileResult(Ledger ledger, CorneaCommand.FileResult it)
    {
        TissueResult result = it.Result;
        CaseProblem? problem = ledger.Facts.ShapeRestored != true ? CaseProblem.Of(CorneaProblems.ShapeUnconfirmed)
            : result is not { Used: >= 0, Unsuitable: >= 0, Research: >= 0 } || result.Total != ledger.Facts.Retrieved.Count
                ? CaseProblem.On("result", CorneaProblems.ResultSum)
            : ledger.Facts.RetrievedLate && result.Used > 0 ? CaseProblem.On("result.used", CorneaProblems.ResearchOnly)
            : result.Research > 0 && !ledger.Facts.ResearchAgreed ? CaseProblem.On("result.research", CorneaProblems.ResearchOnly)
            : null;
        if (problem is null)
        {
            ledger.Record(new ResultFiled(result), ledger.Entering(CorneaState.Settled));
        }

        return problem;
    }

    public static CaseProblem? Close(Ledger ledger)
    {
        ledger.Record(new DonationClosed(), ledger.Entering(CorneaState.Closed));
        return null;
    }
}
