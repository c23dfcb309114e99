using System.Buffers;
using System.Text;

namespace Boai.Tests.EndToEnd;

/// <summary>Finds texts in bytes, however they were written: plain, escaped for JSON or an address, as hexadecimal digits, or as Base64 inside something longer.</summary>
internal sealed class CanarySearch
{
    private static readonly Encoding[] Encodings =
        [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!];

    private readonly Dictionary<string, string> _canaries = new(StringComparer.Ordinal);
    private readonly SearchValues<string> _forms;

    /// <param name="canaries">Each distinctive enough to stand nowhere by accident.</param>
    public CanarySearch(IEnumerable<string> canaries)
    {
        foreach (string canary in canaries)
        {
            foreach (string form in Forms(canary))
            {
                _canaries.TryAdd(form, canary);
            }
        }

        _forms = SearchValues.Create([.. _canaries.Keys], StringComparison.Ordinal);
    }

    /// <returns>What was found and where; empty when nothing was.</returns>
    public IReadOnlyList<string> FindIn(IEnumerable<Remain> remains) =>
        [.. remains.SelectMany(remain => In(remain.Bytes).Select(canary => $"{canary} in {remain.Where}")).Distinct()];

    /// <summary>The canaries that stand in these bytes.</summary>
    public IReadOnlyCollection<string> In(byte[] bytes)
    {
        // One character a byte: then every form is a text, and one search looks for all of them at once.
        string text = Encoding.Latin1.GetString(bytes);
        HashSet<string> found = new(StringComparer.Ordinal);
        int from = 0;
        while (from < text.Length && text.AsSpan(from).IndexOfAny(_forms) is >= 0 and int at)
        {
            from += at;
            string rest = text[from..Math.Min(text.Length, from + 1024)];
            found.UnionWith(_canaries.Where(form => rest.StartsWith(form.Key, StringComparison.Ordinal)).Select(form => form.Value));
            from++;
        }

        return found;
    }

    private static IEnumerable<string> Forms(string canary)
    {
        foreach (Encoding encoding in Encodings)
        {
            byte[] bytes = encoding.GetBytes(canary);
            yield return Encoding.Latin1.GetString(bytes);
            yield return Convert.ToHexString(bytes);
            yield return Convert.ToHexStringLower(bytes);
            foreach (string base64 in Base64(bytes))
            {
                yield return base64;
                yield return base64.Replace('+', '-').Replace('/', '_');
            }
        }

        foreach (string escape in new[] { "\\u", "\\\\u" }) // JSON, and JSON within JSON
        {
            yield return string.Concat(canary.Select(character => $"{escape}{(int)character:x4}"));
            yield return string.Concat(canary.Select(character => $"{escape}{(int)character:X4}"));
        }

        yield return Uri.EscapeDataString(canary);
    }

    // Within something longer a text begins at one of three places of a group of four; the characters that it shares with its neighbours are left out.
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            int first = ((before * 8) + 5) / 6;
            int end = (before + bytes.Length) * 8 / 6;
            yield return whole[first..end];
        }
    }
}
