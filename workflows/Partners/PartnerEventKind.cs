using System.Text.Json.Serialization;

namespace Boai.Workflows.Partners;

/// <summary>What a partner may be told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartnerEventKind>))]
public enum PartnerEventKind
{
    /// <summary>A case came to another state, in the words that its applicant sees (handbook §19).</summary>
    CaseStateChanged,

    /// <summary>The figures of a period were frozen, or corrected afterwards (handbook §10.5).</summary>
    FiguresFrozen,
}
