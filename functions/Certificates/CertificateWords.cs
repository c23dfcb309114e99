using System.Globalization;
using System.Resources;
using Boai.Workflows.Certificates;

namespace Boai.Functions.Certificates;

/// <summary>Words of certificates for people (handbook §19: 感谢, 致敬, 缅怀; never 奖励, 补偿).</summary>
internal static class CertificateWords
{
    private static readonly ResourceManager Words = new("Boai.Functions.Certificates.CertificateWords", typeof(CertificateWords).Assembly);

    public static string Of(CertificateKind kind) => Text($"kind.{kind}");

    public static string Of(CertificateStatus status) => Text($"status.{status}");

    public static string Of(RequestStatus status) => Text($"request.{status}");

    public static string Of(Kinship kinship) => Text($"kinship.{kinship}");

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Words.GetString(name, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"CertificateWords.resx has no text {name}.");
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
