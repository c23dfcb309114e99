using Boai.Workflows.Shared;

namespace Boai.Functions.Forms;

/// <summary>From a residence to the unit that answers for it (handbook §2.4).</summary>
internal static class ResponsibleUnit
{
    /// <param name="outOfRegion">Code for a division outside the municipality, or not one that somebody lives in.</param>
    /// <param name="streetNeeded">Code for a division that leaves two units possible.</param>
    /// <returns>Null when something is wrong; what it is was added to <paramref name="errors"/>.</returns>
    public static UnitCode? Of(
        string divisionText, string? streetText, string divisionField, string streetField, DateOnly today, PolicyPack policy, string outOfRegion, string streetNeeded,
        FieldErrors errors)
    {
        if (!UnitCode.TryParse(divisionText.Trim(), out UnitCode? division, out InputFault fault))
        {
            errors.Add(divisionField, fault);
            return null;
        }

        StreetCode? street = null;
        if (streetText is not null && !StreetCode.TryParse(streetText.Trim(), out street, out fault))
        {
            errors.Add(streetField, fault);
        }

        switch (Divisions.Chongqing.CheckPlace(division, street, today))
        {
            case InputFault.None when Divisions.Chongqing.Find(division, today)!.Level is not (DivisionLevel.Municipality or DivisionLevel.Group):
                break;
            case InputFault.None or InputFault.UnitUnknown:
                errors.Add(divisionField, outOfRegion);
                return null;
            case InputFault.StreetOutsideDistrict:
                errors.Add(streetField, InputFault.StreetOutsideDistrict);
                return null;
            case var other:
                errors.Add(divisionField, other);
                return null;
        }

        if (new ReportingUnits(Divisions.Chongqing, policy).Of(division, street, today, today) is Attribution.To(var unit))
        {
            return unit;
        }

        errors.Add(streetField, streetNeeded);
        return null;
    }
}
