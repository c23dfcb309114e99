using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.DonationIntent;

/// <summary>What an entry knows: opaque ids, codes, digests and times, nobody's name, number or birthday.</summary>
/// <param name="PersonId">The holder, as an opaque subject id: the key by which all entries of one person are found.</param>
public sealed record IntentFacts(string PersonId)
{
    /// <summary>The form as it counts now; null when there never was one and when it was erased.</summary>
    public IntentForm? Form { get; init; }

    /// <summary>Staff id of whoever filed a form for the holder; null when the holder did.</summary>
    public string? FiledBy { get; init; }

    /// <summary>The officer's check; null before it.</summary>
    public IntentCheck? Check { get; init; }

    /// <summary>The card in force; null when there is none.</summary>
    public IntentCard? Card { get; init; }

    /// <summary>Number of the entry in the national register.</summary>
    public string? NationalNumber { get; init; }

    /// <summary>Everything the holder has said that counts, in order: from it the standing at any instant follows.</summary>
    public IReadOnlyList<IntentStatement> Statements { get; init; } = [];

    /// <summary>How the holder's last word came, with its proof; null while there was none after the form.</summary>
    public HolderVoice? LastVoice { get; init; }

    /// <summary>Donations that rested on the intent.</summary>
    public IReadOnlyList<string> Donations { get; init; } = [];
}

/// <summary>How the identity was made sure of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdentityMeans>))]
public enum IdentityMeans
{
    /// <summary>The original was seen.</summary>
    OriginalSighted,

    /// <summary>实名核验: online, or by call-back to a number that is on record.</summary>
    RealNameCheck,
}

/// <param name="By">Staff id of the first person.</param>
public sealed record IntentCheck(IdentityMeans Identity, string By);

/// <summary>志愿捐献卡 (CQ-BODY 12), electronic and on paper.</summary>
/// <param name="Edition">1, 2 … : a change makes a new card.</param>
public sealed record IntentCard(string Number, int Edition, DateOnly IssuedOn)
{
    /// <summary>Whose contacts stand on every card (CQ-BODY 12).</summary>
    public static IReadOnlyList<CardContact> Contacts { get; } = Enum.GetValues<CardContact>();

    /// <summary>The card's number: the entry's with the edition, for example <c>INT-500103-2026-0000173-02</c>.</summary>
    public static string NumberOf(CaseHead head, int edition) => $"{head.Number}-{edition:00}";
}

/// <summary>Whom the card names.</summary>
public enum CardContact
{
    RedCross,

    /// <summary>从事遗体器官获取的医疗机构.</summary>
    Opo,

    /// <summary>遗体接受单位.</summary>
    ReceivingUnit,
}

/// <summary>How a holder's word reached the register.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VoiceMeans>))]
public enum VoiceMeans
{
    /// <summary>By the holder's own login.</summary>
    Online,

    /// <summary>By telephone, the identity checked.</summary>
    PhoneChecked,

    /// <summary>In person, before an officer.</summary>
    InPerson,
}

/// <param name="EvidenceId">The signed paper or the record of the check of a call; null online.</param>
public sealed record HolderVoice(VoiceMeans Means, string? EvidenceId = null)
{
    public static HolderVoice ByLogin { get; } = new(VoiceMeans.Online);
}
