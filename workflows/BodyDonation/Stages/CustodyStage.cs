using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.BodyDonation.BodyFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.BodyDonation.BodyFacts, Boai.Workflows.BodyDonation.BodyFact>;

namespace Boai.Workflows.BodyDonation;

/// <summary>交接 → 已接受 → 使用 → 用毕火化 → 归档 (CQ-BODY 19–21, 41).</summary>
internal static class CustodyStage
{
    public static CaseProblem? HandOver(Ledger ledger, BodyCommand.HandOver it)
    {
        CaseProblem? problem = ledger.Facts.Ashes is null ? CaseProblem.Of(BodyProblems.AshesUnchosen)
            : !it.IdentityVerified || !it.DeathCertificateSeen || string.IsNullOrWhiteSpace(it.CertificateNumber) ? CaseProblem.Of(BodyProblems.HandoverIncomplete)
            : Lacks(ledger, it.HandoverDocumentId, BodyDocuments.Handover, "handoverDocumentId");
        if (problem is null)
        {
            ledger.Record(
                new BodyHandedOver(ledger.Deciding.At, it.CertificateNumber, CertificateDigest: null), ledger.Entering(BodyState.Accepted));
        }

        return problem;
    }

    /// <summary>The unit says by message that it has received the body: also when nobody has said that it arrived. What it says again changes nothing.</summary>
    public static CaseProblem? HearReceived(Ledger ledger, BodyCommand.HearReceived it)
    {
        if (ledger.Facts.Current?.Unit != it.Unit)
        {
            return CaseProblem.On("unit", BodyProblems.OtherUnit);
        }

        if (ledger.Facts.HandedOverAt is not null)
        {
            return CaseProblem.Of(BodyProblems.DoneAlready);
        }

        if (it.At > ledger.Deciding.At || it.At < ledger.Facts.Current.At)
        {
            return CaseProblem.On("at", BodyProblems.Time);
        }

        if (ledger.Facts.Current.ArrivedAt is null)
        {
            ArrivalStage.Late(ledger, it.At);
            ledger.Record(new UnitArrived(it.At.ToUniversalTime()));
        }

        ledger.Record(
            new BodyHandedOver(it.At.ToUniversalTime(), CertificateNumber: null, it.CertificateDigest), ledger.Entering(BodyState.Accepted, it.At));
        return null;
    }

    public static CaseProblem? FileReport(Ledger ledger, BodyCommand.FileReport it)
    {
        CaseProblem? problem = ledger.Facts.ReportedAt is not null ? CaseProblem.Of(BodyProblems.DoneAlready)
            : Lacks(ledger, it.DocumentId, BodyDocuments.UnitReport, "documentId");
        if (problem is null)
        {
            ledger.Record(new ReportFiled(it.DocumentId), [.. ledger.Closing(BodyTasks.Report)]);
        }

        return problem;
    }

    public static CaseProblem? BeginUse(Ledger ledger, BodyCommand.BeginUse it)
    {
        CaseProblem? problem = it.CeremonyAt > ledger.Deciding.At || it.CeremonyAt < ledger.Facts.HandedOverAt ? CaseProblem.On("ceremonyAt", BodyProblems.Time) : null;
        if (problem is null)
        {
            ledger.Record(new UseBegun(it.CeremonyAt.ToUniversalTime()), ledger.Entering(BodyState.InUse));
        }

        return problem;
    }

    public static CaseProblem? AskSummary(Ledger ledger, BodyCommand.AskSummary it)
    {
        (int year, DateTimeOffset at) = BodyClocks.NextSummary(ledger.Facts);
        if (it.Year != year || ledger.Deciding.At < at)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        ledger.Record(
            new SummaryAsked(year),
            ledger.Opening(BodyTasks.Summary, [Roles.ReceivingUnit, Roles.CityOfficer], ledger.Deciding.Clocks().Summary(year, ledger.Deciding.At)));
        return null;
    }

    public static CaseProblem? FileSummary(Ledger ledger, BodyCommand.FileSummary it)
    {
        if (ledger.Facts.Summaries.Contains(it.Year))
        {
            return CaseProblem.Of(BodyProblems.DoneAlready);
        }

        if (!ledger.Facts.SummariesAsked.Contains(it.Year))
        {
            return CaseProblem.On("year", CaseProblems.NotDue);
        }

        // One task a year, opened in the order of the years: the oldest open one is the oldest year that is missing.
        int place = ledger.Facts.SummariesAsked.Where(asked => !ledger.Facts.Summaries.Contains(asked)).Order().ToList().IndexOf(it.Year);
        HeadChange[] closed = [.. ledger.Closing(BodyTasks.Summary).Skip(place).Take(1)];
        ledger.Record(new SummaryFiled(it.Year), closed);
        return null;
    }

    public static CaseProblem? Cremate(Ledger ledger, BodyCommand.Cremate it)
    {
        CaseProblem? problem = it.At > ledger.Deciding.At || it.At < ledger.Facts.CeremonyAt ? CaseProblem.On("at", BodyProblems.Time) : null;
        if (problem is null)
        {
            ledger.Record(new BodyCremated(it.At.ToUniversalTime()), ledger.Entering(BodyState.Cremated));
        }

        return problem;
    }

    /// <summary>Not before the unit has given its written information, and the authority knows of a delay.</summary>
    public static CaseProblem? Archive(Ledger ledger)
    {
        CaseProblem? problem = ledger.Facts.ReportedAt is null ? CaseProblem.Of(BodyProblems.ReportMissing)
            : ledger.Head.Tasks.Any(task => task.Kind == BodyTasks.TellAuthority) ? CaseProblem.Of(BodyProblems.AuthorityUntold)
            : null;
        if (problem is null)
        {
            ledger.Record(new BodyArchived(), ledger.Entering(BodyState.Archived));
        }

        return problem;
    }

    private static CaseProblem? Lacks(Ledger ledger, string id, string kind, string field) =>
        ledger.Head.Documents.Any(document => document.Id == id && document.Kind == kind) ? null : CaseProblem.On(field, CaseProblems.DocumentUnknown);
}
