using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.MemorialCare;

/// <summary>What is known in a case of memory and care. No names: they lie in the vault, and here stands a keyed digest of what was proof-read.</summary>
/// <param name="Donation">The donor's case.</param>
/// <param name="DiedOn">Beijing day of death, from which the hundred days are counted.</param>
/// <param name="StartedOn">Beijing day on which care began.</param>
public sealed record CareFacts(CaseNumber Donation, DateOnly DiedOn, DateOnly StartedOn)
{
    /// <summary>Occasions that come once and for which a task was made.</summary>
    public IReadOnlyList<CareKind> Opened { get; init; } = [];

    /// <summary>The last year for which an invitation was made; null before the first.</summary>
    public int? InvitedFor { get; init; }

    /// <summary>What the family wants written; null as long as it has agreed to nothing.</summary>
    public MemorialWish? Wish { get; init; }
}

/// <summary>The family's written consent to engraving and e-memorial, and the name as it is to stand there.</summary>
/// <param name="Engraving">重庆市人体器官捐献纪念园.</param>
/// <param name="Online">网上纪念.</param>
/// <param name="ConsentId">The signed consent, a document of the case.</param>
/// <param name="NameDigest">Keyed digest of the name's code points.</param>
/// <param name="ProofId">The proof that the family signed, a document of the case; null while it has not.</param>
/// <param name="Position">Where the name stands in the memorial park; null while it does not.</param>
/// <param name="EngravedDigest">Digest of what stands there.</param>
public sealed record MemorialWish(
    bool Engraving, bool Online, string ConsentId, string NameDigest, string? ProofId = null, string? Position = null, DateOnly? EngravedOn = null,
    string? EngravedDigest = null)
{
    /// <summary>Whether the web may show the name: agreed to, and proof-read as it stands.</summary>
    [JsonIgnore]
    public bool IsPublic => Online && ProofId is not null;
}
