namespace Boai.Workflows.BodyDonation;

/// <summary>Codes of problems that this programme alone knows.</summary>
public static class BodyProblems
{
    /// <summary>A refusal, or a withdrawal without a word, bars (CQ-BODY 14; U-04).</summary>
    public const string Barred = "body.barred";

    /// <summary>No intent for the body is registered: the family's joint decision is needed.</summary>
    public const string NoIntent = "body.no-intent";

    /// <summary>A paper is missing. Arguments: <c>items</c>.</summary>
    public const string PaperMissing = "body.paper-missing";

    /// <summary>Police have not said that nothing stands against it (CQ-BODY 24).</summary>
    public const string Forensic = "body.forensic";

    /// <summary>The unit takes no body after organs were removed.</summary>
    public const string NotAfterOrgans = "body.not-after-organs";

    /// <summary>This unit was sent before, and came late or declined; or it is still within its time.</summary>
    public const string UnitSent = "body.unit-sent";

    /// <summary>An instant lies in the future, or before what it follows.</summary>
    public const string Time = "body.time";

    /// <summary>The unit's people have not shown their papers.</summary>
    public const string PapersUnshown = "body.papers-unshown";

    /// <summary>Identity or death certificate was not verified, or no certificate was issued.</summary>
    public const string HandoverIncomplete = "body.handover-incomplete";

    /// <summary>What becomes of the ashes was not chosen.</summary>
    public const string AshesUnchosen = "body.ashes-unchosen";

    /// <summary>Not the unit that was sent.</summary>
    public const string OtherUnit = "body.other-unit";

    public const string DoneAlready = "body.done-already";

    /// <summary>The health authority has not been told of the delay.</summary>
    public const string AuthorityUntold = "body.authority-untold";

    /// <summary>The unit's written information is missing.</summary>
    public const string ReportMissing = "body.report-missing";

    public const string DocumentKind = "body.document-kind";
}
