using System.Text.Json.Serialization;
using Boai.Workflows.Partners;

namespace Boai.Functions.Partners;

/// <summary>Where a partner stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartnerStage>))]
public enum PartnerStage
{
    /// <summary>Entered by one person; a second has to agree.</summary>
    Proposed,

    /// <summary>Is told.</summary>
    Active,

    /// <summary>Ended by the branch.</summary>
    Stopped,

    /// <summary>Ended by the partner: its server answered 410.</summary>
    Gone,
}

/// <summary>An organisation whose system is told what happens.</summary>
/// <param name="Id">Chosen by the branch, for example <c>cq-mzj</c>.</param>
/// <param name="Address">Where events are posted.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Programmes">Whose cases it is told of.</param>
/// <param name="Basis">On what the passing on rests: law or agreement (PIPL 13, 23).</param>
/// <param name="ProposedBy">Staff id.</param>
internal sealed record Partner(
    string Id, string Name, Uri Address, IReadOnlyList<PartnerEventKind> Events, IReadOnlyList<string> Programmes, string Basis, string ProposedBy,
    DateTimeOffset ProposedAt, PartnerStage Stage)
{
    /// <summary>Staff id of the second person; null while proposed.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>What happens from here on is told; null while it never was approved.</summary>
    public DateTimeOffset? From { get; init; }

    public bool Wants(PartnerEventKind kind, string? programme, DateTimeOffset at) =>
        Stage == PartnerStage.Active && From <= at && Events.Contains(kind) && (programme is null || Programmes.Contains(programme, StringComparer.Ordinal));
}

/// <summary>A key with which events to a partner are signed.</summary>
/// <param name="Bytes">32 random bytes.</param>
/// <param name="Until">Null for the current one.</param>
internal sealed record PartnerSecret(byte[] Bytes, DateTimeOffset? Until)
{
    /// <summary>As Standard Webhooks hands secrets over.</summary>
    public string Text => "whsec_" + Convert.ToBase64String(Bytes);

    public override string ToString() => nameof(PartnerSecret);
}
