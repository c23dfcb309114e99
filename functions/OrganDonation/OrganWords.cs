using System.Globalization;
using System.Resources;
using Boai.Workflows.OrganDonation;

namespace Boai.Functions.OrganDonation;

/// <summary>The programme's words for people (handbook §7.3, §19).</summary>
internal static class OrganWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.OrganDonation.OrganWords", typeof(OrganWords).Assembly);

    public static string Of(OrganState state) => Get($"state.{state}");

    public static string Of(WitnessGate gate) => Get($"gate.{gate}");

    public static string Of(GateLamp lamp) => Get($"lamp.{lamp}");

    public static string Of(GateReason reason) => Get($"reason.{reason}");

    public static string Of(ViolationKind kind) => Get($"violation.{kind}");

    public static string OfTask(string kind) => Get($"task.{kind}");

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Get(name);
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Get(string name) => Words.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"OrganWords.resx has no text {name}.");
}
