using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>Whom to ask, when and in which order (handbook §7.3.4): two nearest, two more after 15 minutes, all, and after 60 minutes people.</summary>
public static class WitnessOffers
{
    /// <summary>The last wave that asks coordinators.</summary>
    public const int LastAskingWave = 3;

    /// <summary>带班领导 assigns.</summary>
    public const int DutyLeaderWave = 4;

    /// <summary>The last rung: the head of the centre asks the neighbour province by agreement.</summary>
    public const int NeighbourProvinceWave = 6;

    public static bool IsLed(int wave) => wave >= DutyLeaderWave;

    /// <summary>Whether as many as the law asks for have said yes and are not taken off.</summary>
    public static bool IsFilled(OrganFacts facts, WitnessLaw law)
        => facts.Witnesses.Count(witness => witness.IsAssigned() && witness is { Bar: null, Origin: WitnessOrigin.RedCross }) >= law.MinWitnesses;

    /// <summary>When the next wave is due.</summary>
    /// <returns>Null when none is: nobody asked for witnesses, enough have accepted, it has begun, or the ladder is at its end.</returns>
    public static DateTimeOffset? NextWaveAt(OrganFacts facts, WitnessLaw law, CasePolicy policy)
    {
        if (facts.Notices is [] || facts.HasBegun || facts.Wave >= NeighbourProvinceWave || IsFilled(facts, law))
        {
            return null;
        }

        if (facts is not { WaveStartedAt: { } began, FirstWaveAt: { } first })
        {
            return facts.Notices[0].StatedAt;
        }

        bool nobodyLeftToAnswer = !IsLed(facts.Wave) && facts.Witnesses.All(witness => witness.Stage != WitnessStage.Offered);
        DateTimeOffset patience = began.AddMinutes(policy.For(PolicyKeys.OrganOfferAcceptMin).Minutes());
        DateTimeOffset leader = first.AddMinutes(policy.For(PolicyKeys.OrganOfferFillMin).Minutes());
        return nobodyLeftToAnswer ? began
            : facts.Wave < LastAskingWave || IsLed(facts.Wave) ? patience
            : leader;
    }

    /// <summary>Which wave is next: after an hour, and after everybody was asked, the duty leader's.</summary>
    public static int NextWave(OrganFacts facts, CasePolicy policy, DateTimeOffset at)
        => !IsLed(facts.Wave) && facts.FirstWaveAt is { } first && at >= first.AddMinutes(policy.For(PolicyKeys.OrganOfferFillMin).Minutes())
            ? DutyLeaderWave
            : facts.Wave + 1;

    /// <summary>The coordinators to ask now, nearest first.</summary>
    public static IEnumerable<Witness> Choose(
        IReadOnlyList<CoordinatorCard> roster, int wave, OrganFacts facts, WitnessLaw law, Deciding deciding)
    {
        DateTimeOffset answerBy = deciding.At.AddMinutes(deciding.Policy.For(PolicyKeys.OrganOfferAcceptMin).Minutes());
        if (wave == LastAskingWave && facts.FirstWaveAt is { } first)
        {
            answerBy = first.AddMinutes(deciding.Policy.For(PolicyKeys.OrganOfferFillMin).Minutes());
        }

        IEnumerable<CoordinatorCard> free = roster
            .DistinctBy(card => card.StaffId, StringComparer.Ordinal)
            .Where(card => !BarsOf(card, facts, law, deciding).Any())
            .OrderBy(card => card.DistanceKm)
            .ThenBy(card => card.StaffId, StringComparer.Ordinal);
        return (wave < LastAskingWave ? free.Take(deciding.Policy.For(PolicyKeys.OrganOfferWaveSize).Count()) : free)
            .Select(card => new Witness(card.StaffId, card.Origin, card.LicenceValidTo, wave, WitnessStage.Offered, deciding.At, answerBy));
    }

    /// <summary>Everything that keeps a coordinator from witnessing in this case.</summary>
    public static IEnumerable<WitnessBar> BarsOf(CoordinatorCard card, OrganFacts facts, WitnessLaw law, Deciding deciding)
    {
        if (card.LicenceValidTo < ChinaCalendar.DateOf(facts.PlannedStart is { } planned && planned > deciding.At ? planned : deciding.At))
        {
            yield return WitnessBar.LicenceExpired;
        }

        int rest = deciding.Policy.For(PolicyKeys.OrganOfferRestHours).Hours();
        if (card.RestingSince is not { } since || deciding.At - since < TimeSpan.FromHours(rest))
        {
            yield return WitnessBar.NotRested;
        }

        if (card.RelatedToDonor)
        {
            yield return WitnessBar.RelatedToDonor;
        }

        if (card.RelatedToTheatreStaff)
        {
            yield return WitnessBar.RelatedToTheatreStaff;
        }

        foreach (WitnessBar bar in ByEmployment(card, facts, deciding))
        {
            yield return bar;
        }

        if (card.RefusedByFamily || facts.RefusedCoordinators.Contains(card.StaffId, StringComparer.Ordinal))
        {
            yield return WitnessBar.RefusedByFamily;
        }

        if (card.InAnotherCase)
        {
            yield return WitnessBar.InAnotherCase;
        }

        if (facts.Witnesses.Any(witness => witness.StaffId == card.StaffId))
        {
            yield return WitnessBar.AlreadyAsked;
        }

        if (card.Origin == WitnessOrigin.Opo && !law.OpoCoordinatorCounts)
        {
            yield return WitnessBar.OpoCoordinator;
        }
    }

    private static IEnumerable<WitnessBar> ByEmployment(CoordinatorCard card, OrganFacts facts, Deciding deciding)
    {
        DateOnly formerFrom = deciding.Today.AddYears(-deciding.Policy.For(PolicyKeys.OrganFormerEmployerYears).Years());
        HospitalEmployment[] here = [.. card.Employments.Where(one => one.Transplants || one.Hospital == facts.ProcuringHospital)];
        if (here.Any(one => one.Until is null || one.Until >= deciding.Today))
        {
            yield return WitnessBar.SameHospital;
        }
        else if (here.Any(one => one.Until >= formerFrom))
        {
            yield return WitnessBar.FormerHospital;
        }
    }
}
