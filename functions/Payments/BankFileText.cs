using System.Text;

namespace Boai.Functions.Payments;

/// <summary>Between the bytes of a bank file and its characters.</summary>
/// <remarks>
/// Banks here write GB18030 (GB 18030, which contains GBK and GB2312); people re-save as UTF-8 with or without a mark. A text that is valid
/// UTF-8 is read as UTF-8: two Chinese characters in GB18030 are valid UTF-8 only by rare accident, and the fields that decide are ASCII.
/// Nothing is ever replaced by a question mark: bytes that no encoding explains are refused.
/// </remarks>
internal static class BankFileText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>GB 18030, refusing what it cannot map.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new PlatformNotSupportedException("This .NET runtime has no GB18030 encoding.");

    /// <summary>Reads bytes as UTF-8 or GB18030.</summary>
    /// <returns>Null when they are neither, or UTF-16 as some spreadsheets save it.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Try(Utf8, bytes[3..]);
        }

        // A mark of UTF-16, or the zero bytes that ASCII has in it: GB18030 would read nonsense without complaint.
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || bytes.Contains((byte)0))
        {
            return null;
        }

        return Try(Utf8, bytes) ?? Try(Gb18030, bytes);
    }

    /// <summary>Writes a file for a bank.</summary>
    public static byte[] Encode(string text, BankFileEncoding encoding)
        => encoding == BankFileEncoding.Utf8 ? [0xEF, 0xBB, 0xBF, .. Utf8.GetBytes(text)] : Gb18030.GetBytes(text);

    private static string? Try(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null; // not in this encoding: the caller tries the next, or refuses the file
        }
    }
}

/// <summary>How an exported file is written.</summary>
internal enum BankFileEncoding
{
    /// <summary>What banks take.</summary>
    Gb18030,

    /// <summary>With a mark, so that spreadsheets read it right.</summary>
    Utf8,
}
