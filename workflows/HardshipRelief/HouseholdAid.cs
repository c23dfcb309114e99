using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Aid that a household was granted in some case, of whatever programme.</summary>
/// <param name="Programme">The process, for example <c>REL-01</c>.</param>
/// <param name="Cause">Name of the cause; the same word means the same need.</param>
/// <param name="GrantedOn">Beijing day.</param>
public sealed record HouseholdGrant(CaseNumber Case, string Programme, string Cause, Money Amount, DateOnly GrantedOn);

/// <summary>From what a household was granted to what a decision must know of it (handbook §5.1 duplicate control, §5.2 splitting).</summary>
/// <remarks>
/// Periods run from the day of the earlier grant, which is not counted (CC 201): a grant of 1 March lies within 90 days until 30 May, and
/// within 12 months until 1 March of the next year. A campaign year of this programme is the calendar year.
/// </remarks>
public static class HouseholdAid
{
    /// <summary>The aid in other cases, as it stands on a day.</summary>
    /// <param name="grants">Of the household; those of <paramref name="self"/> and later ones do not count.</param>
    public static PriorAid Before(IEnumerable<HouseholdGrant> grants, CaseNumber self, ReliefCause cause, DateOnly on, CasePolicy policy)
    {
        int windowDays = policy.For(PolicyKeys.ReliefSplitWindowDays).Days();
        int sameCauseMonths = policy.For(PolicyKeys.ReliefSameCauseMonths).Months();
        HouseholdGrant[] others = [.. grants.Where(grant => grant.Case != self && grant.GrantedOn <= on)];
        return new PriorAid(
            Sum(others.Where(grant => grant.GrantedOn.AddDays(windowDays) >= on)),
            Sum(others.Where(grant => grant.GrantedOn.Year == on.Year)),
            SameCause: others.Any(grant => grant.Cause == cause.ToString() && grant.GrantedOn.AddMonths(sameCauseMonths) >= on),
            SameYear: others.Any(grant => grant.Programme == ReliefProcess.Programme && grant.GrantedOn.Year == on.Year));
    }

    private static Money Sum(IEnumerable<HouseholdGrant> grants)
        => grants.Aggregate(Money.Zero, (sum, grant) => sum + grant.Amount);
}
