namespace Boai.Workflows.Shared;

/// <summary>
/// The reporting units (考核/汇总单元): the county-level units of the day, and the zones that the policy switches on, which carve their
/// streets out of the districts around them (handbook §2.4, I-05).
/// </summary>
public sealed class ReportingUnits(Divisions divisions, PolicyPack policy)
{
    /// <summary>The units of a day, in order of the code. The municipality's own office (500000) counts for itself beside them.</summary>
    public IReadOnlyList<UnitCode> On(DateOnly day)
        => [.. divisions.CountyLevelOn(day).Select(division => division.Code).Concat(ZonesOn(day)).Order()];

    /// <summary>The unit to which a street counts on a day: exactly one.</summary>
    public Attribution Of(StreetCode street, DateOnly on)
        => ZonesOn(on).FirstOrDefault(zone => StreetsOf(zone, on).Contains(street)) is { } zone
            ? new Attribution.To(zone)
            : divisions.DistrictOf(street, on);

    /// <summary>The unit to which a record counts, by the divisions of a chosen day.</summary>
    /// <param name="recorded">The unit in the record: as at its business date.</param>
    /// <param name="street">Where exactly, if the record says.</param>
    /// <param name="recordedOn">The record's business date.</param>
    /// <param name="asOf">按当时区划: the same day. 按现行区划: the day of the report.</param>
    /// <returns>Pending (待归属) rather than a guess, whenever the record cannot tell.</returns>
    public Attribution Of(UnitCode recorded, StreetCode? street, DateOnly recordedOn, DateOnly asOf)
    {
        if (recorded == UnitCode.City)
        {
            return new Attribution.To(UnitCode.City);
        }

        if (street is not null && Of(street, asOf) is var byStreet && !IsOnlyTheDistrictOf(recorded, street, byStreet, asOf))
        {
            return byStreet;
        }

        return divisions.Find(recorded, recordedOn) is { Level: DivisionLevel.Zone } zone
            ? OfZone(zone, asOf)
            : divisions.Follow(recorded, street: null, recordedOn, asOf);
    }

    // A zone whose streets nobody has listed: its own record is better than the district that the street's code names.
    private bool IsOnlyTheDistrictOf(UnitCode recorded, StreetCode street, Attribution byStreet, DateOnly on)
        => ZonesOn(on).Contains(recorded)
            && StreetsOf(recorded, on) is []
            && byStreet is Attribution.To
            && divisions.CheckPlace(recorded, street, on) == InputFault.None;

    // A zone that is no reporting unit on the day: where all the districts around it lead to one unit, that one.
    private Attribution OfZone(Division zone, DateOnly asOf)
    {
        if (ZonesOn(asOf).Contains(zone.Code))
        {
            return new Attribution.To(zone.Code);
        }

        UnitCode[] candidates = [.. (zone.Inside ?? [])
            .SelectMany(district => divisions.Follow(district, street: null, divisions.StreetsCodedOn, asOf).Candidates)
            .Distinct()
            .Order()];
        return candidates is [UnitCode only] ? new Attribution.To(only) : new Attribution.Pending(candidates);
    }

    private IEnumerable<UnitCode> ZonesOn(DateOnly day)
        => policy.Texts(PolicyKeys.UnitsActive, day)
            .Select(UnitCode.Parse)
            .Where(zone => divisions.Find(zone, day) is { Level: DivisionLevel.Zone });

    private IReadOnlyList<StreetCode> StreetsOf(UnitCode zone, DateOnly day)
    {
        string key = PolicyKeys.UnitStreets(zone);
        IEnumerable<StreetCode> added = policy.Contains(key) ? policy.Texts(key, day).Select(StreetCode.Parse) : [];
        return [.. divisions.Streets.Where(street => street.Zone == zone).Select(street => street.Code).Union(added)];
    }
}
