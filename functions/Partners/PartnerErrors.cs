using System.Globalization;
using System.Resources;
using Boai.Functions.Errors;

namespace Boai.Functions.Partners;

/// <summary>Codes of refusals about partners.</summary>
internal static class PartnerErrors
{
    public const string Id = "partner.id";
    public const string Unknown = "partner.unknown";
    public const string Address = "partner.address";
    public const string Events = "partner.events";
    public const string Programmes = "partner.programmes";
    public const string SamePerson = "partner.same-person";
    public const string Silent = "partner.silent";
    public const string Stage = "partner.stage";
    public const string Changed = "partner.changed";
    public const string DeadLetterUnknown = "partner.dead-letter-unknown";

    public static ErrorSource Source { get; } = new(
    [
        new(Id, 422), new(Unknown, 404), new(Address, 422), new(Events, 422), new(Programmes, 422), new(SamePerson, 403), new(Silent, 409), new(Stage, 409),
        new(Changed, 409), new(DeadLetterUnknown, 404),
    ], new ResourceManager("Boai.Functions.Partners.PartnerTexts", typeof(PartnerErrors).Assembly));
}

/// <summary>Texts that officers read.</summary>
internal static class PartnerTexts
{
    private static readonly ResourceManager Texts = new("Boai.Functions.Partners.PartnerTexts", typeof(PartnerTexts).Assembly);

    public static string Of(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Texts.GetString(name, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"PartnerTexts.resx has no text {name}.");
        foreach ((string place, string value) in values)
        {
            text = text.Replace("{" + place + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
