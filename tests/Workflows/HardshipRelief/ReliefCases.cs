using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>Carries a case on by real commands, one step of handbook §5.2 at a time.</summary>
internal static class ReliefCases
{
    public static ReliefCase Draft(ReliefExample example)
        => Begun(ReliefProcess.OpenDraft(example.Number, District, PolicyPack.Default.Version, OnOpening(example)), example);

    public static ReliefCase Submitted(ReliefExample example) => Begun(
        ReliefProcess.OpenSubmitted(
            example.Number, District, PolicyPack.Default.Version, example.Application, findings: null, OnOpening(example)), example)
        .WithDocuments(example);

    public static ReliefCase InIntake(ReliefExample example) => Submitted(example).Does(ReliefStaff.System, new Screen(example.Findings));

    public static ReliefCase InVerification(ReliefExample example) => InIntake(example).IsAccepted();

    public static ReliefCase InOpinion(ReliefExample example) => InVerification(example).IsVerified();

    /// <summary>The list is up.</summary>
    public static ReliefCase InPublicity(ReliefExample example) => InOpinion(example).IsProposed(example.Proposed).IsListed();

    public static ReliefCase InReverification(ReliefExample example) => InPublicity(example).IsObjectedTo();

    public static ReliefCase InRenewedPublicity(ReliefExample example) => InReverification(example).IsVerifiedAgain().IsListed();

    public static ReliefCase InApproval(ReliefExample example) => InPublicity(example).HangsItsTime();

    public static ReliefCase InPayment(ReliefExample example) => InApproval(example).IsApproved(example);

    public static ReliefCase Bounced(ReliefExample example) => InPayment(example).IsSent().Bounces();

    public static ReliefCase Aided(ReliefExample example) => InPayment(example).IsSent().IsPaid();

    public static ReliefCase Refused(ReliefExample example)
        => InApproval(example).Does(Lead, new Refuse([RefusalGround.R02]), ReliefCase.Note);

    public static ReliefCase UnderInvestigation(ReliefExample example)
        => InVerification(example).Does(Officer3, new Investigate("fraud-suspected"), ReliefCase.Note);

    public static ReliefCase Closed(ReliefExample example) => Refused(example).WhenDue().Does(ReliefStaff.System, new CloseRefused());

    public static ReliefCase Withdrawn(ReliefExample example) => InIntake(example).Does(Applicant, new CaseCommand.Withdraw());

    public static ReliefCase IsAccepted(this ReliefCase it, string? note = null) => it.Does(Town, new Accept(), note);

    /// <summary>Urgent aid is ordered: the identity was sighted first.</summary>
    public static ReliefCase PaysUrgently(this ReliefCase it, Money amount)
        => it.WithSightedIdentity().Does(Lead, new PayUrgently(amount, ReliefExample.Fund));

    public static ReliefCase WithSightedIdentity(this ReliefCase it)
        => it.Does(Town, new CaseCommand.SightDocument(it.Head.Documents.First(document => document.Kind == ReliefDocuments.Identity).Id));

    public static ReliefCase IsVerified(
        this ReliefCase it, CivilAffairsResult civilAffairs = CivilAffairsResult.WithinStandard, bool payeeVerified = true) => it
        .With(Officer, ReliefDocuments.VisitForm)
        .Does(Officer, new FileVerification(VisitKind.Home, VerificationFinding.Confirmed, civilAffairs, payeeVerified))
        .Does(Village, new ConfirmVerification());

    public static ReliefCase IsProposed(this ReliefCase it, Money amount)
        => it.Does(Town2, new FileOpinion(amount, [])).Does(Officer2, new ConfirmOpinion());

    public static ReliefCase IsListed(this ReliefCase it) => it.Does(ReliefStaff.System, new ListPublicly($"list-{it.Head.Version}"));

    public static ReliefCase IsPhotographed(this ReliefCase it, bool lastDay, DateOnly? on = null)
    {
        ReliefCase filed = it.With(Village, ReliefDocuments.BoardPhoto);
        return filed.Does(
            Village, new FilePublicityEvidence(lastDay, filed.Head.Documents[^1].Id, on ?? ChinaCalendar.DateOf(it.Now)));
    }

    /// <summary>Both photographs, and the whole time.</summary>
    public static ReliefCase HangsItsTime(this ReliefCase it) => it
        .IsPhotographed(lastDay: false)
        .At(it.DueAt.AddHours(-8))
        .IsPhotographed(lastDay: true)
        .WhenDue()
        .Does(ReliefStaff.System, new EndPublicity(Prior: null));

    public static ReliefCase IsObjectedTo(this ReliefCase it) => it.Does(Neighbour, new RaiseObjection($"objection-{it.Head.Version}"));

    public static ReliefCase IsVerifiedAgain(
        this ReliefCase it, Actor? first = null, Actor? second = null, bool payeeVerified = true,
        CivilAffairsResult civilAffairs = CivilAffairsResult.WithinStandard) => it
        .With(first ?? CityOfficer, ReliefDocuments.VisitForm)
        .Does(first ?? CityOfficer, new FileReverification(VisitKind.Home, VerificationFinding.Confirmed, civilAffairs, payeeVerified))
        .Does(second ?? Officer3, new ConfirmReverification());

    /// <summary>All levels that the proposal asks for.</summary>
    public static ReliefCase IsApproved(this ReliefCase it, ReliefExample example)
    {
        Money amount = it.Facts.Opinion!.Proposed;
        foreach (ApprovalLevel level in ReliefApproval.Path(amount, example.Prior, it.Policy).Levels)
        {
            Actor by = level.Role == Roles.DistrictLead ? Lead : level.Role == Roles.CityHead ? CityHead : Executive;
            it = it.Does(by, new Approve(amount, ReliefExample.Fund, level.NeedsMinutes ? "M-2026-7" : null, example.Prior));
        }

        return it;
    }

    public static string OpenPayment(this ReliefCase it) => it.Facts.Payments.Last(payment => payment.Stage != PaymentStage.Cancelled).PaymentId;

    public static ReliefCase IsPrepared(this ReliefCase it) => it.Does(Accountant, new PreparePayment(it.OpenPayment()));

    public static ReliefCase IsSent(this ReliefCase it) => it.IsPrepared().Does(Cashier, new SendPayment(it.OpenPayment()));

    public static ReliefCase Bounces(this ReliefCase it) => it.Does(ReliefStaff.System, new BouncePayment(it.OpenPayment(), "account-closed"));

    public static ReliefCase IsCorrected(this ReliefCase it, bool homeVisit = false) => it.Does(
        Officer2, new CorrectPayee(it.OpenPayment(), new Payee("vault-2", PayeeRelation.Applicant, HolderMatches: true), homeVisit));

    public static ReliefCase IsPaid(this ReliefCase it, DateOnly? on = null)
    {
        ReliefPayment payment = it.Facts.Payments.Single(payment => payment.PaymentId == it.OpenPayment());
        return it.Does(
            ReliefStaff.System,
            new ConfirmPayment(payment.PaymentId, payment.Amount, on ?? ChinaCalendar.DateOf(it.Now), $"bank-{payment.PaymentId}"));
    }

    public static ReliefCase IsReconciled(this ReliefCase it) => it.Does(Accountant, new ReconcilePayment(it.OpenPayment()));

    public static ReliefCase With(this ReliefCase it, Actor by, string kind)
        => it.Does(by, new CaseCommand.AttachDocument($"document-{it.Head.Version}", kind));

    private static ReliefCase WithDocuments(this ReliefCase it, ReliefExample example)
        => (example.Documents ?? ReliefDocuments.Needed(example.Application)).Aggregate(it, (before, kind) => before.With(example.OpenedBy, kind));

    private static Deciding OnOpening(ReliefExample example) => ReliefCase.Circumstances(
        example.OpenedBy, example.OpenedAt, new CasePolicy(
            new PolicyStamp(PolicyPack.Default.Version, ChinaCalendar.DateOf(example.OpenedAt)), [PolicyPack.Default]));

    private static ReliefCase Begun(CaseOutcome<ReliefFacts>.Accepted opened, ReliefExample example)
        => new(opened.Next, opened.Events, example.OpenedAt);
}
