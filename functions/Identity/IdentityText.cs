using System.Globalization;
using System.Resources;

namespace Boai.Functions.Identity;

/// <summary>Texts of messages and answers about signing in.</summary>
internal static class IdentityText
{
    private static readonly ResourceManager Texts = new("Boai.Functions.Identity.IdentityTexts", typeof(IdentityText).Assembly);

    public static string Get(string name) => Texts.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"IdentityTexts.resx has no text {name}.");

    public static string Format(string name, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, Get(name), values);
}
