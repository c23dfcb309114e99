namespace Boai.Functions.Documents;

/// <summary>What is known of a stored document; its bytes lie encrypted in a blob.</summary>
/// <param name="Id">Made of the case and the content: the same file in the same case has the same id, in another case another one.</param>
/// <param name="Bytes">Length of the document.</param>
/// <param name="Class">Handbook §12.2; every document of an applicant is C4.</param>
/// <param name="Scan">Result of a virus scan; <c>notScanned</c> until a scanner is connected.</param>
public sealed record StoredDocument(string Id, DocumentType Type, long Bytes, string Class, string Scan, DateTimeOffset ReceivedAt, string Blob)
{
    public const string NotScanned = "notScanned";
    public const string Sensitive = "C4";
}
