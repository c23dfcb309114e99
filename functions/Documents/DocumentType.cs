namespace Boai.Functions.Documents;

/// <summary>Types of documents that the branch takes.</summary>
public enum DocumentType
{
    Pdf,
    Jpeg,
    Png,
    Heic,

    /// <summary>GB/T 33190, the national format for fixed-layout documents.</summary>
    Ofd,

    Docx,
}

/// <summary>How each type is sent and named.</summary>
public static class DocumentTypes
{
    public static string ContentType(this DocumentType type) => type switch
    {
        DocumentType.Pdf => "application/pdf",
        DocumentType.Jpeg => "image/jpeg",
        DocumentType.Png => "image/png",
        DocumentType.Heic => "image/heic",
        DocumentType.Ofd => "application/ofd",
        DocumentType.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => throw new System.Diagnostics.UnreachableException($"Document type {type} has no content type."),
    };

    public static string Extension(this DocumentType type) => type switch
    {
        DocumentType.Jpeg => "jpg",
        _ => type.ToString().ToLowerInvariant(),
    };
}
