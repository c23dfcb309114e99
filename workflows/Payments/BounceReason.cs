using System.Collections.Frozen;

namespace Boai.Workflows.Payments;

/// <summary>Why the bank did not pay (退票原因).</summary>
/// <remarks>The bank's own words may name people, so only the code is kept.</remarks>
public enum BounceReason
{
    /// <summary>户名不符.</summary>
    HolderMismatch,

    /// <summary>账号不存在.</summary>
    AccountUnknown,

    /// <summary>账户已销户.</summary>
    AccountClosed,

    /// <summary>账户冻结、止付.</summary>
    AccountFrozen,

    /// <summary>账户类型或限额不支持.</summary>
    AccountLimited,

    /// <summary>银行退回, with no fault of the account.</summary>
    BankReturned,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>The codes of <see cref="BounceReason"/> in the return file.</summary>
public static class BounceReasons
{
    private static readonly FrozenDictionary<string, BounceReason> ByCode = new Dictionary<string, BounceReason>(StringComparer.Ordinal)
    {
        ["E01"] = BounceReason.HolderMismatch,
        ["E02"] = BounceReason.AccountUnknown,
        ["E03"] = BounceReason.AccountClosed,
        ["E04"] = BounceReason.AccountFrozen,
        ["E05"] = BounceReason.AccountLimited,
        ["E06"] = BounceReason.BankReturned,
        ["E99"] = BounceReason.Other,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<BounceReason, string> ByReason
        = ByCode.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Code(this BounceReason reason) => ByReason[reason];

    /// <returns>Null for a code that the layout does not have.</returns>
    public static BounceReason? FromCode(string code) => ByCode.TryGetValue(code, out BounceReason reason) ? reason : null;
}
