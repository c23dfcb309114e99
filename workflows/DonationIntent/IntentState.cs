using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.DonationIntent;

/// <summary>States of an entry in the register of intents (handbook §7.2, §7.2a).</summary>
/// <remarks>An entry is a record, not a sleeping process: in most states nothing is due, and only its holder moves it on.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<IntentState>))]
public enum IntentState
{
    /// <summary>登记中: the form is in, an officer is to check it.</summary>
    Registering,

    /// <summary>待法律审核: a holder of limited capacity, body only (U-03).</summary>
    LegalReview,

    /// <summary>有效.</summary>
    Effective,

    /// <summary>撤销, the holder said: the registration only.</summary>
    Withdrawn,

    /// <summary>撤销-未表态: the holder did not say what it means (U-04).</summary>
    WithdrawnUnstated,

    /// <summary>明示不同意: the negative register.</summary>
    Refused,

    /// <summary>The holder has lifted the refusal in so many words; a new intent is a new entry.</summary>
    RefusalLifted,

    /// <summary>不予登记, or taken back before it took effect.</summary>
    NotRegistered,

    /// <summary>已执行: a donation that rested on it is closed.</summary>
    Executed,

    /// <summary>失效: death without donation.</summary>
    Lapsed,
}

/// <summary>What follows from a state alone.</summary>
public static class IntentStates
{
    /// <summary>The state that a head of this programme is in.</summary>
    public static IntentState StateOf(this CaseHead head) => Enum.Parse<IntentState>(head.State);

    /// <summary>Whether only reopening leads out.</summary>
    public static bool IsTerminal(this IntentState state) => state is IntentState.NotRegistered or IntentState.Executed or IntentState.Lapsed;

    /// <summary>Whether the holder's form is needed no more: only that there was an entry, since when, and what was said last (handbook §12.5).</summary>
    public static bool NeedsNoForm(this IntentState state) => state is not (
        IntentState.Registering or IntentState.LegalReview or IntentState.Effective or IntentState.Executed or IntentState.Lapsed);
}
