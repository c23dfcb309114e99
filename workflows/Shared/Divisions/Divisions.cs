namespace Boai.Workflows.Shared;

/// <summary>The divisions (行政区划) of Chongqing and its zones over time, and how territory passed from one to another.</summary>
/// <remarks>Handbook §2.4. A record stores the code as at its business date; this tells what the code meant, and what became of it.</remarks>
public sealed class Divisions
{
    private readonly DivisionLaw law;
    private readonly ILookup<UnitCode, Division> byCode;

    internal Divisions(DivisionLaw law)
    {
        this.law = law;
        byCode = law.Divisions.ToLookup(division => division.Code);
    }

    /// <summary>The divisions compiled into this build.</summary>
    public static Divisions Chongqing { get; } = new(EmbeddedLaw.Read<DivisionLaw>("divisions"));

    /// <summary>The streets that the rules know by name.</summary>
    public IReadOnlyList<Street> Streets => law.Streets;

    public IReadOnlyList<DivisionSuccession> Successions => law.Successions;

    /// <summary>The day whose districts the street codes name.</summary>
    public DateOnly StreetsCodedOn => law.StreetsCodedOn;

    /// <summary>What a code meant on a day.</summary>
    /// <returns>Null when it meant nothing then.</returns>
    public Division? Find(UnitCode code, DateOnly on) => byCode[code].FirstOrDefault(division => division.ExistsOn(on));

    /// <summary>Everything a code has meant, oldest first; empty for an unknown code. Retired codes resolve here.</summary>
    public IReadOnlyList<Division> History(UnitCode code) => [.. byCode[code].OrderBy(division => division.From)];

    /// <summary>The county-level units of a day: 38 in 2023, 37 since 2025-11-06.</summary>
    public IReadOnlyList<Division> CountyLevelOn(DateOnly on)
        => [.. law.Divisions.Where(division => division.IsCountyLevel && division.ExistsOn(on)).OrderBy(division => division.Code)];

    /// <summary>Whether a code names a unit of this city on a day, and if not, why.</summary>
    public InputFault Check(UnitCode code, DateOnly on)
    {
        IReadOnlyList<Division> history = History(code);
        return history is [] ? InputFault.UnitUnknown
            : history.Any(division => division.ExistsOn(on)) ? InputFault.None
            : on < history[0].From ? InputFault.UnitNotYetInForce
            : InputFault.UnitRetired;
    }

    /// <summary>Whether a street lies in a unit on a day, as a form says; null for a place known by unit alone.</summary>
    public InputFault CheckPlace(UnitCode unit, StreetCode? street, DateOnly on)
    {
        if (Check(unit, on) is not InputFault.None and var fault)
        {
            return fault;
        }

        if (street is null)
        {
            return InputFault.None;
        }

        return DistrictOf(street, on) is Attribution.To(var district) && (district == unit || MayLieIn(street, district, Find(unit, on)!))
            ? InputFault.None
            : InputFault.StreetOutsideDistrict;
    }

    /// <summary>The county-level unit in which a street lies on a day, zones left aside.</summary>
    /// <returns>Pending when the street's number was never a district of this city, or for days before the last merger of its district.</returns>
    public Attribution DistrictOf(StreetCode street, DateOnly on)
        => Find(street.CodedIn, StreetsCodedOn) is { IsCountyLevel: true }
            ? Follow(street.CodedIn, street, StreetsCodedOn, on)
            : new Attribution.Pending([]);

    /// <summary>Which unit holds on one day what a unit held on another.</summary>
    /// <param name="street">Where in the unit, if known.</param>
    /// <returns>Pending when the unit was split or merged in between and the street does not decide.</returns>
    internal Attribution Follow(UnitCode unit, StreetCode? street, DateOnly from, DateOnly to)
    {
        IEnumerable<DateOnly> changes = law.Successions.Select(succession => succession.On).Distinct();
        changes = from <= to
            ? changes.Where(day => from < day && day <= to).Order()
            : changes.Where(day => to < day && day <= from).OrderDescending();

        UnitCode held = unit;
        foreach (DateOnly day in changes)
        {
            switch (from <= to ? Forward(held, street, day) : Backward(held, day))
            {
                case Attribution.To(var next):
                    held = next;
                    break;
                case Attribution.Pending pending:
                    return pending;
            }
        }

        return new Attribution.To(held);
    }

    private Attribution Forward(UnitCode unit, StreetCode? street, DateOnly day)
    {
        DivisionSuccession[] leaving = [.. law.Successions.Where(succession => succession.On == day && succession.From == unit)];
        if (leaving is [])
        {
            return new Attribution.To(unit);
        }

        if (leaving is [{ Scope: SuccessionScope.Whole } whole])
        {
            return new Attribution.To(whole.To);
        }

        if (street is not null)
        {
            DivisionSuccession? taking = leaving.FirstOrDefault(succession => succession.Names(street))
                ?? leaving.FirstOrDefault(succession => succession.Scope != SuccessionScope.Streets);
            return new Attribution.To(taking?.To ?? unit);
        }

        IEnumerable<UnitCode> staying = Find(unit, day) is null ? [] : [unit];
        return Pending(leaving.Select(succession => succession.To).Concat(staying));
    }

    private Attribution Backward(UnitCode unit, DateOnly day)
    {
        DivisionSuccession[] arriving = [.. law.Successions.Where(succession => succession.On == day && succession.To == unit)];
        if (arriving is [])
        {
            return new Attribution.To(unit);
        }

        bool wasThere = Find(unit, day.AddDays(-1)) is not null;
        return arriving is [{ Scope: SuccessionScope.Whole } whole] && (!wasThere || whole.From == unit)
            ? new Attribution.To(whole.From)
            : Pending(arriving.Select(succession => succession.From).Concat(wasThere ? [unit] : []));
    }

    private bool MayLieIn(StreetCode street, UnitCode district, Division zone)
        => zone.Level == DivisionLevel.Zone
            && zone.Inside?.Contains(district) == true
            && (Streets.FirstOrDefault(known => known.Code == street)?.Zone == zone.Code || !Streets.Any(known => known.Zone == zone.Code));

    private static Attribution.Pending Pending(IEnumerable<UnitCode> candidates) => new([.. candidates.Distinct().Order()]);
}

/// <summary>The form of <c>divisions.law.json</c>.</summary>
internal sealed record DivisionLaw(
    DateOnly StreetsCodedOn,
    IReadOnlyList<Division> Divisions,
    IReadOnlyList<Street> Streets,
    IReadOnlyList<DivisionSuccession> Successions);
