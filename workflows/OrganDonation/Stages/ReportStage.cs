using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>State 9 and 10: two reports, sealed until both are in; the branch's monthly report; care afterwards by others.</summary>
public static class ReportStage
{
    /// <summary>Only whoever was there, after the end, once; later additions never change it.</summary>
    internal static CaseProblem? File(Ledger ledger, OrganCommand.FileReport it)
    {
        string staffId = ledger.Deciding.Actor.StaffId;
        CaseProblem? problem = PresenceStage.Find(ledger, staffId) is not { Presences: not [] } ? CaseProblem.Of(OrganProblems.NotPresent)
            : ledger.Facts.Reports.Any(report => report.StaffId == staffId) ? CaseProblem.Of(OrganProblems.ReportFiled)
            : ledger.Facts.Completion is null ? CaseProblem.Of(OrganProblems.ReportTooEarly)
            : it.Saw.EndedAt < it.Saw.StartedAt || it.Saw.EndedAt > ledger.Deciding.At || it.Saw.Items.Except(OrganLaw.Items).Any()
                ? CaseProblem.Of(OrganProblems.ReportForm)
            : null;
        if (problem is null)
        {
            ledger.Record(new ReportFiled(it.Saw), [.. ledger.Closing(TaskKinds.Report, staffId)]);
        }

        return problem;
    }

    internal static CaseProblem? Add(Ledger ledger, OrganCommand.AddToReport it)
    {
        if (ledger.Facts.Reports.All(report => report.StaffId != ledger.Deciding.Actor.StaffId) || string.IsNullOrEmpty(it.SealedNoteId))
        {
            return CaseProblem.Of(OrganProblems.NotPresent);
        }

        ledger.Record(new ReportAddedTo(it.SealedNoteId));
        return null;
    }

    internal static CaseProblem? FileMonthly(Ledger ledger)
    {
        if (ledger.Facts.MonthlyReportAt is not null)
        {
            return CaseProblem.Of(OrganProblems.DoneAlready);
        }

        ledger.Record(new MonthlyReportFiled(), [.. ledger.Closing(TaskKinds.MonthlyReport)]);
        return null;
    }

    internal static CaseProblem? CompleteAftercare(Ledger ledger)
    {
        if (ledger.Facts.AftercareDoneAt is not null)
        {
            return CaseProblem.Of(OrganProblems.DoneAlready);
        }

        ledger.Record(new AftercareCompleted(), [.. ledger.Closing(TaskKinds.Aftercare)]);
        return null;
    }

    /// <summary>What may be read of the reports: by each witness the own one, by everybody all of them once all are in.</summary>
    public static IReadOnlyList<WitnessReport> Readable(OrganFacts facts, string staffId)
        => AreUnsealed(facts) ? facts.Reports : [.. facts.Reports.Where(report => report.StaffId == staffId)];

    /// <summary>Whether every witness who was there to the end has reported.</summary>
    public static bool AreUnsealed(OrganFacts facts)
        => facts.Completion is not null
            && OrganCourse.Attending(facts).All(witness => facts.Reports.Any(report => report.StaffId == witness.StaffId));
}
