using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>The ledger of one household (救助台账): what it was granted, over all programmes (handbook §5.1, duplicate control).</summary>
/// <remarks>
/// Grants count from approval on: two cases for one need are seen while the first is still unpaid. A promise that was taken back and aid
/// that came back (追回) count no longer. The periods are the caller's: they are policy values.
/// </remarks>
/// <param name="Grants">In the order in which they were granted.</param>
public sealed record HouseholdAid(IReadOnlyList<GrantedAid> Grants)
{
    public static HouseholdAid None { get; } = new([]);

    /// <summary>The sum of other cases' grants from a day on.</summary>
    public Money Since(DateOnly day, CaseNumber except) => Others(except).Where(grant => grant.GrantedOn >= day).Sum(grant => grant.Amount);

    /// <summary>The sum of other cases' grants in a calendar year, whatever the programme.</summary>
    public Money InYear(int year, CaseNumber except) => Others(except).Where(grant => grant.GrantedOn.Year == year).Sum(grant => grant.Amount);

    /// <summary>Whether another case was granted for the same cause from a day on.</summary>
    public bool HasCause(string cause, DateOnly since, CaseNumber except)
        => Others(except).Any(grant => grant.Cause == cause && grant.GrantedOn >= since);

    /// <summary>Whether another case of the same programme was granted in a year.</summary>
    /// <param name="business">The code in the case numbers of the programme, for example <c>HRA</c>.</param>
    public bool HasProgramme(BusinessCode business, int year, CaseNumber except)
        => Others(except).Any(grant => grant.Payment.Case.Business == business && grant.GrantedOn.Year == year);

    /// <summary>The ledger with one grant put in or brought up to date; an older standing never replaces a newer one.</summary>
    public HouseholdAid With(GrantedAid grant)
    {
        GrantedAid? held = Grants.FirstOrDefault(known => known.Payment == grant.Payment);
        return held is null ? new HouseholdAid([.. Grants, grant])
            : grant.IsNewerThan(held) ? new HouseholdAid([.. Grants.Select(known => known == held ? grant : known)])
            : this;
    }

    private IEnumerable<GrantedAid> Others(CaseNumber except)
        => Grants.Where(grant => grant.Payment.Case != except && grant.Standing != ReservationState.Released && grant.Amount > Money.Zero);
}

/// <summary>One payment that a household was granted.</summary>
/// <param name="Amount">What was promised or paid, less what came back.</param>
/// <param name="GrantedOn">The Beijing day of the promise.</param>
/// <param name="Standing">Where the fund's claim stands.</param>
/// <param name="Round">How often it was promised.</param>
public sealed record GrantedAid(PaymentId Payment, string Cause, Money Amount, DateOnly GrantedOn, ReservationState Standing, int Round)
{
    // Within a round a promise ends one way or the other; after that only recoveries lower the amount.
    internal bool IsNewerThan(GrantedAid held)
        => Round != held.Round ? Round > held.Round
            : Standing != held.Standing ? held.Standing == ReservationState.Reserved
            : Amount < held.Amount;
}
