using System.Resources;
using Boai.Functions.Errors;

namespace Boai.Functions.Donations;

/// <summary>Codes that the programmes of bodies and corneas share, with their texts.</summary>
public static class DonationErrors
{
    public const string OutOfRegion = "donation.out-of-region";
    public const string ActUnknown = "donation.act-unknown";

    /// <summary>No such unit in the register, or not one of this kind.</summary>
    public const string UnitUnknown = "donation.unit-unknown";

    /// <summary>The account does not speak for the unit that was sent.</summary>
    public const string OtherUnit = "donation.other-unit";

    public static ErrorSource Source { get; } = new(
        [new(OutOfRegion, 422), new(ActUnknown, 404), new(UnitUnknown, 422), new(OtherUnit, 403)],
        new ResourceManager("Boai.Functions.Donations.DonationTexts", typeof(DonationErrors).Assembly));
}
