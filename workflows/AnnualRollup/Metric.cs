using Boai.Workflows.Shared;

namespace Boai.Workflows.AnnualRollup;

/// <summary>How a figure runs over time (handbook §2.11, §13).</summary>
public enum MetricKind
{
    /// <summary>C: everything that happened, summed over the plan period.</summary>
    Flow,

    /// <summary>Y: to be reached every year anew; each year is judged alone (I-44).</summary>
    Yearly,

    /// <summary>S: how much there is on a day; never summed over days (I-44).</summary>
    Stock,

    /// <summary>M: something that is reached once.</summary>
    Milestone,
}

/// <summary>One figure of the register (handbook §13).</summary>
/// <param name="Id">As contributions name it, for example <c>LIFE.BODY</c>.</param>
/// <param name="Name">For people, in Chinese.</param>
/// <param name="Unit">计量单位 (handbook §2.11), in Chinese.</param>
/// <param name="Source">Where in the handbook, and what exactly is counted.</param>
/// <param name="IsMoney">Whether quantities are fen.</param>
public sealed record Metric(string Id, string Name, string Unit, MetricKind Kind, string Source, bool IsMoney = false);

/// <summary>The figures of this system, in the order of reports.</summary>
public static class MetricRegister
{
    public static IReadOnlyList<Metric> All { get; } = EmbeddedLaw.Read<MetricLaw>("metrics").Metrics;

    /// <returns>Null for a figure that the register does not know.</returns>
    public static Metric? Find(string id) => All.FirstOrDefault(metric => metric.Id == id);

    /// <summary>Several years of one figure together (I-44).</summary>
    /// <param name="years">The figure of each year.</param>
    /// <returns>The sum of a flow; null where a sum would say nothing: of years that are judged alone, of stocks, of milestones.</returns>
    public static long? Together(MetricKind kind, IEnumerable<long> years) => kind == MetricKind.Flow ? years.Sum() : null;
}

/// <summary>The form of <c>metrics.law.json</c>.</summary>
internal sealed record MetricLaw(IReadOnlyList<Metric> Metrics);
