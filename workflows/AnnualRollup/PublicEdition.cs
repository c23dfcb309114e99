namespace Boai.Workflows.AnnualRollup;

/// <summary>A figure as anybody may see it.</summary>
/// <param name="Value">Null when too few cases stand behind it, or when it would give away another one that is.</param>
public sealed record PublicFigure(string Metric, long? Value);

/// <param name="Figures">Empty when the unit was not counted.</param>
public sealed record PublicUnit(string Unit, bool IsCounted, IReadOnlyList<PublicFigure> Figures);

/// <summary>The public edition (发布) of a frozen snapshot: figures, and of nobody.</summary>
/// <param name="Without">不含: units that the city's figures are without.</param>
public sealed record PublicEdition(IReadOnlyList<PublicFigure> City, IReadOnlyList<PublicUnit> Units, IReadOnlyList<string> Without)
{
    /// <summary>Hides what would point at persons (handbook §15 scenario 45).</summary>
    /// <remarks>
    /// A figure made by fewer cases than <paramref name="fewest"/> is hidden, zero excepted. City less the shown units is what the hidden ones
    /// have together: where these are fewer than that too, or just one unit, the next larger one is hidden with them; where none is left,
    /// the city's figure is hidden.
    /// </remarks>
    /// <param name="fewest">Policy <c>public.k</c>.</param>
    public static PublicEdition Of(Snapshot snapshot, int fewest)
    {
        Dictionary<string, HashSet<string>> hidden = snapshot.City.ToDictionary(
            figure => figure.Metric, figure => Hidden(figure.Metric, snapshot, fewest), StringComparer.Ordinal);
        PublicFigure[] city =
        [
            .. snapshot.City.Select(figure => new PublicFigure(
                figure.Metric, IsTooFew(figure.Cases, fewest) || Hides(figure.Metric, hidden[figure.Metric], snapshot, fewest) ? null : figure.Value)),
        ];
        return new PublicEdition(
            city,
            [
                .. snapshot.Units.Select(unit => new PublicUnit(
                    unit.Unit, IsCounted: true,
                    [.. unit.Figures.Select(figure => new PublicFigure(figure.Metric, hidden[figure.Metric].Contains(unit.Unit) ? null : figure.Value))])),
                .. snapshot.NotCounted.Select(unit => new PublicUnit(unit, IsCounted: false, [])),
            ],
            snapshot.NotCounted);
    }

    private static HashSet<string> Hidden(string metric, Snapshot snapshot, int fewest)
    {
        (string Unit, int Cases)[] cells = [.. Cells(metric, snapshot).Where(cell => cell.Cases > 0).OrderBy(cell => cell.Cases).ThenBy(cell => cell.Unit, StringComparer.Ordinal)];
        HashSet<string> hidden = [.. cells.Where(cell => IsTooFew(cell.Cases, fewest)).Select(cell => cell.Unit)];
        foreach ((string unit, _) in cells)
        {
            if (!Hides(metric, hidden, snapshot, fewest))
            {
                break;
            }

            hidden.Add(unit);
        }

        return hidden;
    }

    // Whether what is hidden could be found by taking the shown units from the city's figure.
    private static bool Hides(string metric, HashSet<string> hidden, Snapshot snapshot, int fewest) =>
        hidden.Count > 0 && (hidden.Count == 1 || Cells(metric, snapshot).Where(cell => hidden.Contains(cell.Unit)).Sum(cell => cell.Cases) < fewest);

    private static IEnumerable<(string Unit, int Cases)> Cells(string metric, Snapshot snapshot) =>
        snapshot.Units.Select(unit => (unit.Unit, unit.Figures.FirstOrDefault(figure => figure.Metric == metric)?.Cases ?? 0));

    private static bool IsTooFew(int cases, int fewest) => cases > 0 && cases < fewest;
}
