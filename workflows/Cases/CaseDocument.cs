namespace Boai.Workflows.Cases;

/// <summary>A document in the case by reference; its bytes lie encrypted elsewhere.</summary>
/// <param name="Id">Opaque; not the file's name.</param>
/// <param name="Kind">What it proves, for example <c>hardship.illness.diagnosis</c>: a word of the programme.</param>
/// <param name="By">Who filed it.</param>
/// <param name="SightedBy">Staff id of the person who saw the original (原件已核); null when nobody did.</param>
public sealed record CaseDocument(
    string Id, string Kind, string By, DateTimeOffset AttachedAt, string? SightedBy = null, DateTimeOffset? SightedAt = null);
