using System.Text.Json.Serialization;

namespace Boai.Workflows.DonationIntent;

/// <summary>What a statement in the register says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatementKind>))]
public enum StatementKind
{
    /// <summary>The intent took effect, or lives again after a death that was reported wrongly.</summary>
    Effective,

    /// <summary>The scopes are others now.</summary>
    Changed,

    /// <summary>仅撤销登记.</summary>
    Withdrawn,

    /// <summary>撤销-未表态.</summary>
    WithdrawnUnstated,

    /// <summary>明示不同意.</summary>
    Refused,

    RefusalLifted,

    /// <summary>Carried out for these groups.</summary>
    Executed,

    /// <summary>Death without donation.</summary>
    Lapsed,
}

/// <param name="Groups">What it is about; empty where it is about everything.</param>
/// <param name="DroppedUnstated">Of a change: whether the holder did not say what leaving a group out means.</param>
public sealed record IntentStatement(DateTimeOffset At, StatementKind Kind, IReadOnlyList<IntentGroup> Groups, bool DroppedUnstated = false);

/// <summary>The answers of the withdrawal dialogue (handbook §7.2). Not answering is the third outcome.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WithdrawalChoice>))]
public enum WithdrawalChoice
{
    /// <summary>仅撤销登记: nothing is said about donation itself; relatives may decide after death (ODR 9).</summary>
    RegistrationOnly,

    /// <summary>明确表示不同意捐献.</summary>
    Refusal,
}

/// <summary>The withdrawal dialogue: immediate, no questions but this one, and that one may stay open.</summary>
public static class WithdrawalDialogue
{
    /// <summary>Where an answer leads.</summary>
    /// <param name="answer">Null when the holder did not choose.</param>
    public static IntentState Outcome(WithdrawalChoice? answer) => answer switch
    {
        null => IntentState.WithdrawnUnstated,
        WithdrawalChoice.RegistrationOnly => IntentState.Withdrawn,
        WithdrawalChoice.Refusal => IntentState.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "The dialogue has two answers, or none."),
    };
}
