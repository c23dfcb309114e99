using System.Globalization;
using System.Resources;

namespace Boai.Functions.HospitalMessages;

/// <summary>Texts that hospitals and the duty desk read.</summary>
internal static class HospitalTexts
{
    private static readonly ResourceManager Texts = new("Boai.Functions.HospitalMessages.HospitalTexts", typeof(HospitalTexts).Assembly);

    public static string Of(string name) => Texts.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"HospitalTexts.resx has no text {name}.");
}
