using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>One level that must approve.</summary>
/// <param name="Role">Who decides.</param>
/// <param name="NeedsMinutes">Whether the level decides collectively (集体研究), so that minutes exist.</param>
public sealed record ApprovalLevel(string Role, bool NeedsMinutes);

/// <summary>The way an amount takes through the approval matrix, and what lifted it there.</summary>
/// <param name="Levels">In order; all must approve.</param>
/// <param name="FiledWithCity">Whether the city's department gets the file for its records (备案).</param>
/// <param name="Splitting">Whether amounts of the last 90 days lifted it above what this amount alone asks for.</param>
/// <param name="AboveYearCap">Whether the household's aid of the year goes above the cap.</param>
/// <param name="InWindow">This amount and those of the window together.</param>
/// <param name="ThisYear">This amount and those of the year together.</param>
public sealed record ApprovalPath(
    IReadOnlyList<ApprovalLevel> Levels, bool FiledWithCity, bool Splitting, bool AboveYearCap, Money InWindow, Money ThisYear);

/// <summary>The approval matrix of handbook §5.2 by amount.</summary>
/// <remarks>
/// 以下 includes the number (CC 1259), so 3,000.00 is still the lead's. Several applications for one need are one need: the tier follows
/// from this amount and the household's amounts of the last 90 days together. Above the yearly cap of one household the executive
/// committee decides, whatever the amount.
/// </remarks>
public static class ReliefApproval
{
    public static ApprovalPath Path(Money amount, PriorAid prior, CasePolicy policy)
    {
        IReadOnlyList<Money> tiers = policy.For(PolicyKeys.ReliefTiers).Amounts();
        Money inWindow = amount + prior.InWindow;
        Money thisYear = amount + prior.ThisYear;
        bool aboveCap = thisYear > policy.For(PolicyKeys.ReliefHouseholdYearCap).Amount();
        int tier = TierOf(inWindow, tiers);
        return new ApprovalPath(
            aboveCap ? Levels(tiers.Count) : Levels(tier),
            FiledWithCity: tier == 1 && !aboveCap,
            Splitting: tier > TierOf(amount, tiers),
            aboveCap,
            inWindow,
            thisYear);
    }

    private static int TierOf(Money amount, IReadOnlyList<Money> tiers) => tiers.Count(limit => amount > limit);

    private static ApprovalLevel[] Levels(int tier) => tier switch
    {
        0 => [new(Roles.DistrictLead, NeedsMinutes: false)],
        1 => [new(Roles.DistrictLead, NeedsMinutes: true)],
        2 => [new(Roles.CityHead, NeedsMinutes: false), new(Roles.Executive, NeedsMinutes: false)],
        _ => [new(Roles.Executive, NeedsMinutes: true)],
    };
}
