namespace Boai.Workflows.HardshipRelief;

/// <summary>Codes of problems that this programme alone knows.</summary>
public static class ReliefProblems
{
    /// <summary>Required documents are not there. Arguments: <c>items</c>.</summary>
    public const string DocumentsMissing = "relief.documents-missing";

    /// <summary>Aid for the same cause or in the same year was granted already; accepting needs a written reason.</summary>
    public const string AidedBefore = "relief.aided-before";

    /// <summary>A village officer acts for an applicant only in the case that this officer filed.</summary>
    public const string NotTheNominator = "relief.not-the-nominator";

    /// <summary>The identity document was not sighted, or the identity could not be checked otherwise.</summary>
    public const string IdentityUnchecked = "relief.identity-unchecked";

    /// <summary>Above the limit of urgent aid. Arguments: <c>max</c>.</summary>
    public const string UrgentTooMuch = "relief.urgent-too-much";

    public const string UrgentOnce = "relief.urgent-once";

    public const string AmountNotPositive = "relief.amount-not-positive";

    /// <summary>Above what any proposal may be. Arguments: <c>max</c>.</summary>
    public const string AmountTooLarge = "relief.amount-too-large";

    /// <summary>Above what was proposed and made public. Arguments: <c>max</c>.</summary>
    public const string AmountAboveProposal = "relief.amount-above-proposal";

    /// <summary>Below what was paid urgently. Arguments: <c>min</c>.</summary>
    public const string AmountBelowUrgent = "relief.amount-below-urgent";

    /// <summary>A later level approves another amount than the level before it. Arguments: <c>max</c>.</summary>
    public const string AmountAboveFormerLevel = "relief.amount-above-former-level";

    /// <summary>The urgent payment must have been paid or have failed first.</summary>
    public const string UrgentUnsettled = "relief.urgent-unsettled";

    public const string AlreadyFiled = "relief.already-filed";

    public const string NothingFiled = "relief.nothing-filed";

    /// <summary>One person cannot be both of two.</summary>
    public const string SamePerson = "relief.same-person";

    /// <summary>At least one of the two must be an officer of the Red Cross (DIST_OFF, or CITY_OFF after an objection).</summary>
    public const string OfficerNeeded = "relief.officer-needed";

    /// <summary>Township and district must both stand behind the first opinion.</summary>
    public const string BothLevelsNeeded = "relief.both-levels-needed";

    public const string VisitDocumentMissing = "relief.visit-document-missing";

    public const string NotListed = "relief.not-listed";

    public const string ListedAlready = "relief.listed-already";

    /// <summary>The photograph's day is not the day that it is to show. Arguments: <c>expected</c>.</summary>
    public const string EvidenceDay = "relief.evidence-day";

    public const string ObjectionWindow = "relief.objection-window";

    /// <summary>The list has not hung its whole time with a photograph of the first and the last day.</summary>
    public const string PublicityIncomplete = "relief.publicity-incomplete";

    /// <summary>Another level decides this amount. Arguments: <c>role</c>.</summary>
    public const string Level = "relief.level";

    /// <summary>This level decides collectively: the number of the minutes is needed. Field <c>minutesId</c>.</summary>
    public const string MinutesRequired = "relief.minutes-required";

    public const string MinutesForm = "relief.minutes-form";

    public const string FundRequired = "relief.fund-required";

    public const string PayeeUnverified = "relief.payee-unverified";

    /// <summary>The case cannot go back there.</summary>
    public const string ReturnTarget = "relief.return-target";

    public const string GroundsRequired = "relief.grounds-required";

    /// <summary>A ground that the case itself shows is left out. Arguments: <c>grounds</c>.</summary>
    public const string GroundsIncomplete = "relief.grounds-incomplete";

    public const string ReviewTooLate = "relief.review-too-late";

    public const string ReviewOnce = "relief.review-once";

    public const string NoReview = "relief.no-review";

    public const string InReview = "relief.in-review";

    public const string PaymentUnknown = "relief.payment-unknown";

    /// <summary>The payment is not at that stage. Arguments: <c>stage</c>.</summary>
    public const string PaymentStage = "relief.payment-stage";

    public const string PaymentAmount = "relief.payment-amount";

    /// <summary>The bank has had its tries; an officer must see the payee at home first.</summary>
    public const string HomeVisitNeeded = "relief.home-visit-needed";

    public const string MoneyOut = "relief.money-out";

    public const string PaymentUnderway = "relief.payment-underway";

    public const string FollowUpUnknown = "relief.follow-up-unknown";

    public const string FollowUpEarly = "relief.follow-up-early";

    public const string NotClosable = "relief.not-closable";

    public const string RecoveryAmount = "relief.recovery-amount";

    public const string NoRecovery = "relief.no-recovery";

    public const string RecoveryOpen = "relief.recovery-open";

    public const string CorrectionField = "relief.correction-field";

    public const string DocumentKind = "relief.document-kind";
}
