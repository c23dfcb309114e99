using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>The side of a donation on which a member of hospital staff stands.</summary>
public enum StaffSide
{
    /// <summary>On no roster of an OPO or a transplant department.</summary>
    Neither,

    /// <summary>从事器官获取.</summary>
    Procurement,

    /// <summary>从事器官移植.</summary>
    Transplant,
}

/// <summary>The law of witnessing at one procurement instant (handbook §2.12, §7.3.3): the rule follows the procurement, not the case.</summary>
/// <param name="MinWitnesses">Coordinators who must be present.</param>
/// <param name="OpoCoordinatorCounts">Whether a coordinator of the OPO may be one of them (U-06).</param>
/// <param name="MinPhysicians">Physicians who must have determined death.</param>
/// <param name="PhysiciansBarredFrom">Sides on which none of them may stand.</param>
/// <param name="EthicsAgree">Share of the members that must agree, inclusive.</param>
/// <param name="EthicsTransplantMax">Largest share of transplant experts, inclusive.</param>
/// <param name="ReconfirmAfterDeath">Whether consent signed before death is confirmed again after it (U-05).</param>
/// <param name="WithdrawnIntentBlocks">Whether a bare withdrawal of an intent bars until it is reviewed (U-04).</param>
public sealed record WitnessLaw(
    int MinWitnesses,
    bool OpoCoordinatorCounts,
    int MinPhysicians,
    IReadOnlyList<StaffSide> PhysiciansBarredFrom,
    Fraction EthicsAgree,
    Fraction EthicsTransplantMax,
    bool ReconfirmAfterDeath,
    bool WithdrawnIntentBlocks)
{
    /// <summary>The law in force at an instant.</summary>
    /// <param name="procurementAt">When the procurement begins; its Beijing day decides.</param>
    /// <param name="policy">The policy of the case.</param>
    /// <exception cref="InvalidOperationException">Before the first day that the data knows.</exception>
    public static WitnessLaw At(DateTimeOffset procurementAt, CasePolicy policy)
    {
        DateOnly on = ChinaCalendar.DateOf(procurementAt);
        return new WitnessLaw(
            policy.For(PolicyKeys.OrganWitnessMin, on).Count(),
            policy.For(PolicyKeys.OrganAllowOpoSecondWitness, on).Flag(),
            policy.For(PolicyKeys.OrganDeathMinPhysicians, on).Count(),
            OrganLaw.On(on).PhysiciansBarredFrom,
            policy.For(PolicyKeys.OrganEthicsAgree, on).Fraction(),
            policy.For(PolicyKeys.OrganEthicsTransplantMax, on).Fraction(),
            policy.For(PolicyKeys.OrganDecisionReconfirmAfterDeath, on).Flag(),
            policy.For(PolicyKeys.OrganWithdrawnIntentBlocks, on).Flag());
    }

    /// <summary>The law that counts for a case as it stands: that of its start, else of its planned start unless that has passed, else of now.</summary>
    public static WitnessLaw Of(OrganFacts facts, DateTimeOffset at, CasePolicy policy)
        => At(facts.StartedAt ?? (facts.PlannedStart is { } planned && planned > at ? planned : at), policy);
}

/// <summary>What <c>organ.law.json</c> holds.</summary>
public static class OrganLaw
{
    private static readonly OrganLawDocument Document = EmbeddedLaw.Read<OrganLawDocument>("organ");

    /// <summary>Codes of everything that can be procured (handbook §11.2).</summary>
    public static IReadOnlyList<string> Items { get; } = [.. Document.Items.Select(item => item.Code)];

    /// <summary>Codes of organs in the sense of ODR 2; the others are tissue.</summary>
    public static IReadOnlyList<string> Organs { get; } = [.. Document.Items.Where(item => item.Organ).Select(item => item.Code)];

    internal static OrganLawPeriod On(DateOnly day)
        => Document.Periods.FirstOrDefault(period => period.From <= day && (period.To is null || day <= period.To))
            ?? throw new InvalidOperationException($"organ.law.json has no law in force on {day:yyyy-MM-dd}.");
}

internal sealed record OrganLawDocument(string Source, IReadOnlyList<OrganLawPeriod> Periods, IReadOnlyList<OrganLawItem> Items);

internal sealed record OrganLawPeriod(DateOnly From, IReadOnlyList<StaffSide> PhysiciansBarredFrom, string Reference, DateOnly? To = null);

internal sealed record OrganLawItem(string Code, bool Organ);
