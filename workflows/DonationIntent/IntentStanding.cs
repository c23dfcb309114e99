using System.Text.Json.Serialization;

namespace Boai.Workflows.DonationIntent;

/// <summary>What the registers of intents and refusals say of a person. The donor case has the same words; a test compares them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentStanding>))]
public enum IntentStanding
{
    /// <summary>No entry, one that says nothing yet or no more, or a withdrawal of the registration only: relatives decide (ODR 9).</summary>
    None,

    /// <summary>有效 for the group.</summary>
    Valid,

    /// <summary>撤销-未表态 (U-04).</summary>
    WithdrawnSilently,

    /// <summary>明示不同意: an absolute bar.</summary>
    Refused,
}
