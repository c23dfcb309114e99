using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.CorneaDonation;

/// <summary>How long corneas can be retrieved for transplantation (DL-09): six hours after death at best, twelve in the cold season.</summary>
/// <param name="BestBefore">The first instant after the best hours.</param>
/// <param name="Ends">The first instant at which it is too late for transplantation.</param>
public sealed record CorneaWindow(DateTimeOffset BestBefore, DateTimeOffset Ends)
{
    public static CorneaWindow Of(DateTimeOffset diedAt, CasePolicy policy)
    {
        DateTimeOffset best = diedAt.AddHours(policy.For(PolicyKeys.CorneaBestH).Hours());
        bool cold = policy.For(PolicyKeys.CorneaColdMonths).Numbers().Contains(ChinaCalendar.DateOf(diedAt).Month);
        return new CorneaWindow(best, cold ? diedAt.AddHours(policy.For(PolicyKeys.CorneaMaxHWinter).Hours()) : best);
    }
}
