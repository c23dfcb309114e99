using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>What hospitals say, and states 0 to 2: report, screening, talks with the family.</summary>
internal static class ScreeningStage
{
    private const int MostPersonsInATalk = 50;

    public static CaseProblem? Hear(Ledger ledger, OrganCommand.Hear it)
    {
        // Eye banks and receiving units speak for themselves; everything else is the procuring hospital's.
        bool anybody = it.Statement is HospitalStatement.TissueProcured or HospitalStatement.BodyReceived;
        CaseProblem? problem = !anybody && it.Sender != ledger.Facts.ProcuringHospital ? CaseProblem.Of(OrganProblems.Sender)
            : StatementEvolution.IsKnown(ledger.Facts, it.MessageId, it.Statement) ? CaseProblem.Of(OrganProblems.HeardAlready)
            : null;
        if (problem is null)
        {
            ledger.Record(new StatementHeard(it.MessageId, it.StatedAt.ToUniversalTime(), it.Statement));
        }

        return problem;
    }

    public static CaseProblem? Acknowledge(Ledger ledger)
    {
        ledger.Record(new ReportAcknowledged());
        return null;
    }

    public static CaseProblem? ResolveIdentity(Ledger ledger)
        => Once(ledger, ledger.Facts.Donor.IdentityKnown, new IdentityResolved());

    public static CaseProblem? CheckInstitution(Ledger ledger, OrganCommand.CheckInstitution it)
        => Once(
            ledger,
            ledger.Facts.Institution is { } known && (known.Designated, known.InArea, known.IndependentDepartment) == (it.Designated, it.InArea, it.IndependentDepartment),
            new InstitutionChecked(it.Designated, it.InArea, it.IndependentDepartment));

    public static CaseProblem? CheckForensic(Ledger ledger, OrganCommand.CheckForensic it)
        => Once(ledger, ledger.Facts.Forensic?.Status == it.Status, new ForensicChecked(it.Status));

    public static CaseProblem? ReadRegisters(Ledger ledger, OrganCommand.ReadRegisters it)
    {
        ledger.Record(new RegistersRead(it.Reading));
        return null;
    }

    /// <summary>U-04: a bare withdrawal bars until the head of department records a reason, with the committee's record.</summary>
    public static CaseProblem? ReviewIntent(Ledger ledger, OrganCommand.ReviewIntent it)
    {
        CaseProblem? problem = ledger.Facts.Register is not { Intent: IntentStanding.WithdrawnSilently } ? CaseProblem.Of(OrganProblems.IntentNotWithdrawn)
            : string.IsNullOrEmpty(it.OpinionDocumentId) ? CaseProblem.On("opinionDocumentId", CaseProblems.DocumentUnknown)
            : ledger.Deciding.SealedNote is null ? CaseProblem.On("note", CaseProblems.ReasonRequired)
            : null;
        return problem ?? Once(ledger, ledger.Facts.IntentReview is not null, new IntentReviewed(it.OpinionDocumentId));
    }

    public static CaseProblem? CompleteScreening(Ledger ledger)
    {
        OrganFacts facts = ledger.Facts;
        string[] missing =
        [
            .. new (bool There, string Item)[]
            {
                (facts.Register is not null || !facts.Donor.IdentityKnown, "registers"),
                (facts.Forensic is not null, "forensic"),
                (facts.Institution is not null, "institution"),
            }.Where(item => !item.There).Select(item => item.Item),
        ];
        if (missing is not [])
        {
            return CaseProblem.Of(OrganProblems.ScreeningIncomplete, ("items", string.Join(' ', missing)));
        }

        ledger.Record(new ScreeningCompleted());
        return null;
    }

    /// <summary>Never before the treating team has told the family; voluntary, free, and no amount is ever named.</summary>
    public static CaseProblem? LogTalk(Ledger ledger, OrganCommand.LogTalk it)
    {
        CaseProblem? problem = !it.Talk.PrognosisTold ? CaseProblem.On("prognosisTold", OrganProblems.PrognosisUntold)
            : ledger.Facts.Donor.IsForeign && it.Talk is { Interpreted: false, Outcome: TalkOutcome.Agrees }
                ? CaseProblem.On("interpreted", OrganProblems.Uninterpreted)
            : it.Talk.Persons is < 1 or > MostPersonsInATalk || it.Talk.At > ledger.Deciding.At ? CaseProblem.Of(OrganProblems.TalkForm)
            : null;
        if (problem is null)
        {
            ledger.Record(new FamilyTalked(it.Talk with { At = it.Talk.At.ToUniversalTime() }));
        }

        return problem;
    }

    /// <summary>Only with the family's separate consent: data leave the country (PIPL 39; handbook §7.3.8).</summary>
    public static CaseProblem? ContactEmbassy(Ledger ledger, OrganCommand.ContactEmbassy it)
        => !ledger.Facts.Donor.IsForeign ? CaseProblem.Of(OrganProblems.NotForeign)
            : ledger.Head.Documents.All(document => document.Id != it.ConsentDocumentId)
                ? CaseProblem.On("consentDocumentId", OrganProblems.EmbassyConsentMissing)
            : Once(ledger, ledger.Facts.EmbassyContactedAt is not null, new EmbassyContacted(it.ConsentDocumentId));

    public static CaseProblem? DeclareMisdirected(Ledger ledger)
    {
        if (ledger.Deciding.SealedNote is null)
        {
            return CaseProblem.On("note", CaseProblems.ReasonRequired);
        }

        ledger.Record(new MisdirectionFound());
        return null;
    }

    internal static CaseProblem? Once(Ledger ledger, bool done, OrganFact fact)
    {
        if (done)
        {
            return CaseProblem.Of(OrganProblems.DoneAlready);
        }

        ledger.Record(fact);
        return null;
    }
}
