using Boai.Functions.Errors;

namespace Boai.Functions.Documents;

/// <summary>Which of the archive-based types an archive is, if any.</summary>
internal static class ArchiveVerdict
{
    public static Sniffed Of(ReadOnlySpan<byte> tail, long length)
    {
        if (ZipDirectory.Find(tail, length) is not { } directory)
        {
            return new Sniffed.Refused(PlatformErrors.DocumentDamaged);
        }

        bool ofd = directory.Names.Contains("OFD.xml", StringComparer.Ordinal);
        bool docx = directory.Names.Contains("[Content_Types].xml", StringComparer.Ordinal)
            && directory.Names.Any(name => name.StartsWith("word/", StringComparison.Ordinal));
        if (!directory.IsAlone || (ofd && docx))
        {
            return new Sniffed.Refused(PlatformErrors.DocumentMixed);
        }

        if (docx && directory.Names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
        {
            return new Sniffed.Refused(PlatformErrors.DocumentMacro);
        }

        return ofd ? new Sniffed.As(DocumentType.Ofd) : docx ? new Sniffed.As(DocumentType.Docx) : new Sniffed.Refused(PlatformErrors.DocumentType);
    }
}
