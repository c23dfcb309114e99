namespace Boai.Functions.HardshipRelief;

/// <summary>Documents about a hardship-relief case (handbook §19).</summary>
internal enum ReliefLetter
{
    /// <summary>受理通知书.</summary>
    Acceptance,

    /// <summary>一次性补正告知书.</summary>
    Supplement,

    /// <summary>不予救助告知书.</summary>
    Refusal,

    /// <summary>拨付通知.</summary>
    Grant,

    /// <summary>公示表.</summary>
    PublicNotice,

    /// <summary>救助审批表.</summary>
    ApprovalForm,
}

/// <summary>How addresses name them.</summary>
internal static class ReliefLetterNames
{
    public static ReliefLetter? Find(string name) => name switch
    {
        "acceptance" => ReliefLetter.Acceptance,
        "supplement" => ReliefLetter.Supplement,
        "refusal" => ReliefLetter.Refusal,
        "grant" => ReliefLetter.Grant,
        "public-notice" => ReliefLetter.PublicNotice,
        "approval-form" => ReliefLetter.ApprovalForm,
        _ => null,
    };

    /// <summary>The others are the branch's own papers.</summary>
    public static bool IsForApplicant(this ReliefLetter letter) => letter is not (ReliefLetter.ApprovalForm or ReliefLetter.PublicNotice);
}
