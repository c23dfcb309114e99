namespace Boai.Workflows.Cases;

/// <summary>The duty-separation matrix (不相容职务分离) of handbook §2.8 and §5.2, and recusal: hard checks, never warnings (I-11).</summary>
/// <remarks>
/// <para>A pair stands once and holds both ways, whichever duty came first. 会计法: a cashier may not also keep the books, hence
/// preparing and paying. 慈善法 art. 59: nobody related to the applicant takes part at all.</para>
/// <para>Duties that stand in no pair (posting a list, handling) hinder nobody, but a related person may not do them either.</para>
/// </remarks>
public static class DutySeparation
{
    private static readonly Duty[] OfTheApplicantsSide = [Duty.Apply, Duty.Nominate];

    private static readonly Duty[] OfTheBranch =
    [
        Duty.Review, Duty.Verify, Duty.Opine, Duty.Approve, Duty.PreparePayment, Duty.Pay, Duty.Reconcile, Duty.ReviewRefusal,
        Duty.Reverify, Duty.FollowUp, Duty.Investigate, Duty.HeadDecision, Duty.Witness,
    ];

    /// <summary>Pairs of duties that one person may not both have in one case.</summary>
    public static IReadOnlyList<(Duty One, Duty Other)> Pairs { get; } =
    [
        .. OfTheApplicantsSide.SelectMany(_ => OfTheBranch, (one, other) => (one, other)),

        (Duty.Review, Duty.Approve),
        (Duty.Verify, Duty.Approve),
        (Duty.Reverify, Duty.Approve),
        (Duty.Opine, Duty.Approve),

        (Duty.Approve, Duty.PreparePayment),
        (Duty.Approve, Duty.Pay),
        (Duty.PreparePayment, Duty.Pay),
        (Duty.Pay, Duty.Reconcile),

        (Duty.Verify, Duty.Reverify),

        (Duty.Review, Duty.ReviewRefusal),
        (Duty.Verify, Duty.ReviewRefusal),
        (Duty.Reverify, Duty.ReviewRefusal),
        (Duty.Opine, Duty.ReviewRefusal),
        (Duty.Approve, Duty.ReviewRefusal),

        // Handbook §2.8, §7.3.2 state 10: whoever witnessed neither looks after the family afterwards nor judges the case.
        (Duty.Witness, Duty.FollowUp),
        (Duty.Witness, Duty.Investigate),
        (Duty.Witness, Duty.HeadDecision),
        (Duty.Witness, Duty.Verify),
        (Duty.Witness, Duty.Approve),
        (Duty.Witness, Duty.Pay),
        (Duty.Investigate, Duty.ReviewRefusal),
    ];

    /// <summary>Whether two duties exclude each other.</summary>
    public static bool Excludes(Duty one, Duty other) => Pairs.Contains((one, other)) || Pairs.Contains((other, one));

    /// <summary>Whether this person may take on this duty in this case.</summary>
    /// <returns>Null when so; otherwise <c>duty.recusal</c> or <c>duty.separation</c>, the latter with the earlier duty as argument.</returns>
    public static CaseProblem? Check(CaseHead head, Actor actor, Duty duty)
    {
        if (actor.IsSystem)
        {
            return null;
        }

        if (head.Recused.Contains(actor.StaffId, StringComparer.Ordinal) && !OfTheApplicantsSide.Contains(duty))
        {
            return CaseProblem.Of(CaseProblems.Recusal);
        }

        ActorDuty? earlier = head.Actors.FirstOrDefault(done => done.StaffId == actor.StaffId && Excludes(done.Duty, duty));
        return earlier is null
            ? null
            : CaseProblem.Of(CaseProblems.Separation, ("earlierDuty", earlier.Duty.ToString()), ("duty", duty.ToString()));
    }
}
