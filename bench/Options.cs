using System.Globalization;

namespace Boai.Bench;

/// <summary>The options of a benchmark: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Options(string[] args)
{
    public bool Has(string name) => Array.IndexOf(args, name) >= 0;

    /// <returns>What stands after the option; null without it.</returns>
    public string? Text(string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    /// <exception cref="ArgumentException">The option has no whole number after it.</exception>
    public long Number(string name, long otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at < 0
            ? otherwise
            : at + 1 < args.Length && long.TryParse(args[at + 1], NumberStyles.Integer, CultureInfo.InvariantCulture, out long value)
                ? value
                : throw new ArgumentException($"{name} needs a whole number after it.");
    }
}
