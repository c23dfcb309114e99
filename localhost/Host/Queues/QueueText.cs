using System.Text;

namespace Boai.Localhost.Host;

/// <summary>How message bodies travel: base64 by default, as queue triggers and outputs of the real host have it.</summary>
internal static class QueueText
{
    public static string Encode(BinaryData body, bool base64) =>
        base64 ? Convert.ToBase64String(body.ToMemory().Span) : body.ToString();

    /// <returns>Null when the text is not in the expected encoding.</returns>
    public static BinaryData? Decode(BinaryData body, bool base64)
    {
        if (!base64)
        {
            return body;
        }

        try
        {
            return BinaryData.FromBytes(Convert.FromBase64String(Encoding.UTF8.GetString(body.ToMemory().Span)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
