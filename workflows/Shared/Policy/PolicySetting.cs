using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>One setting of the policy pack (政策参数) over time.</summary>
/// <param name="Key">For example <c>relief.publicity.days</c>.</param>
/// <param name="Unit">What its values are.</param>
/// <param name="Values">In order of their first days, without overlap.</param>
/// <param name="Binding">Which pack and which day count for a running case.</param>
public sealed record PolicySetting(
    string Key, PolicyUnit Unit, IReadOnlyList<PolicyValue> Values, PolicyBinding Binding = PolicyBinding.CaseStart)
{
    /// <summary>The value in force on a day.</summary>
    /// <exception cref="InvalidOperationException">None was in force then.</exception>
    public PolicyValue On(DateOnly day)
        => Values.FirstOrDefault(value => value.IsInForceOn(day))
            ?? throw new InvalidOperationException($"Policy setting {Key} has no value in force on {day:yyyy-MM-dd}.");
}

/// <summary>A value of a setting and the days on which it holds.</summary>
/// <param name="From">First day in force.</param>
/// <param name="To">Last day in force; null while no end is known.</param>
/// <param name="Value">In the form that the setting's unit asks for.</param>
/// <param name="Source">How well founded it is.</param>
/// <param name="Reference">Where it comes from: article, address, handbook section.</param>
/// <param name="Approver">Who in the branch approved it; null for a shipped default that nobody has approved yet.</param>
public sealed record PolicyValue(
    DateOnly From, JsonElement Value, SourceMark Source, string Reference, DateOnly? To = null, string? Approver = null)
{
    /// <summary>Whether it is to be shown as 待核实: neither law nor approved by the branch.</summary>
    [JsonIgnore]
    public bool NeedsConfirmation => Approver is null && Source is SourceMark.Knowledge or SourceMark.Design;

    public bool IsInForceOn(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>How well a statement is founded (handbook §0.1).</summary>
public enum SourceMark
{
    /// <summary>[L] the text of a statute; not to be overridden by an ordinary role.</summary>
    Law,

    /// <summary>[seed] the branch's own published figures.</summary>
    Seed,

    /// <summary>[found] a public page of a named programme or a peer branch.</summary>
    Found,

    /// <summary>[knowledge] not confirmed by a text: 待核实.</summary>
    Knowledge,

    /// <summary>[design] chosen here because no rule was found: 待核实.</summary>
    Design,
}

/// <summary>Which pack and which day decide what a running case reads (handbook §2.12).</summary>
public enum PolicyBinding
{
    /// <summary>The pack that the case started under, on the day the case started.</summary>
    CaseStart,

    /// <summary>Today's pack, on the day that the law ties the rule to, such as the day of the procurement.</summary>
    EventDate,
}
