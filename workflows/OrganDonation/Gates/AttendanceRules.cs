using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.GateReason;

namespace Boai.Workflows.OrganDonation;

/// <summary>G6 and I-15: who counts as a witness, who is there now, and who was there from the first to the last minute.</summary>
/// <remarks>ODR 19, 43(二), 47; CQ-BODY 31 before 2024-05-01.</remarks>
public static class AttendanceRules
{
    /// <summary>Why too few witnesses are there; empty when enough are.</summary>
    public static IEnumerable<GateReason> Reasons(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        if (Count(facts, law, at, witness => IsThere(witness, at)) >= law.MinWitnesses)
        {
            yield break;
        }

        yield return WitnessesMissing;
        foreach (Witness there in facts.Witnesses.Where(witness => IsThere(witness, at)))
        {
            if (there.Bar is not null)
            {
                yield return WitnessBarred;
            }

            if (!IsLicensed(there, at))
            {
                yield return WitnessLicenceExpired;
            }
        }
    }

    /// <summary>How many witnesses who count were there from the first to the last instant.</summary>
    public static int Throughout(OrganFacts facts, WitnessLaw law, DateTimeOffset from, DateTimeOffset to)
        => Count(facts, law, from, witness => witness.Presences.Any(presence => presence.Covers(from, to)));

    /// <summary>The least number of witnesses who count and were there together at any time between two instants.</summary>
    public static int Least(OrganFacts facts, WitnessLaw law, DateTimeOffset from, DateTimeOffset to)
    {
        // Presence only changes where one begins or ends: looking there and at both ends is looking everywhere.
        IEnumerable<DateTimeOffset> ends = facts.Witnesses
            .SelectMany(witness => witness.Presences)
            .SelectMany(presence => presence.To is { } left ? [presence.From, left] : new[] { presence.From })
            .Where(instant => from < instant && instant < to);
        return ends.Append(from).Append(to).Min(instant => Count(
            facts, law, instant, witness => witness.Presences.Any(presence => presence.Holds(instant) || (instant == to && presence.To == to))));
    }

    private static bool IsThere(Witness witness, DateTimeOffset at)
        => witness.IsAssigned() && witness.Presences.Any(presence => presence.Holds(at));

    private static bool IsLicensed(Witness witness, DateTimeOffset at) => ChinaCalendar.DateOf(at) <= witness.LicenceValidTo;

    // Distinct people; an OPO's coordinator is at most the second, and only where that is allowed (U-06).
    private static int Count(OrganFacts facts, WitnessLaw law, DateTimeOffset at, Func<Witness, bool> counts)
    {
        Witness[] good =
        [
            .. facts.Witnesses
                .Where(witness => witness.Bar is null && IsLicensed(witness, at) && counts(witness))
                .DistinctBy(witness => witness.StaffId, StringComparer.Ordinal),
        ];
        int ours = good.Count(witness => witness.Origin == WitnessOrigin.RedCross);
        return ours >= 1 && law.OpoCoordinatorCounts && ours < good.Length ? ours + 1 : ours;
    }
}
