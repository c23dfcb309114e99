namespace Boai.Localhost.Host;

internal static class TimeZones
{
    // Windows names cannot be resolved without ICU data; the one that matters most is known.
    private static readonly Dictionary<string, string> WindowsNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["China Standard Time"] = "Asia/Shanghai",
    };

    /// <exception cref="LocalHostException">This machine knows no such zone.</exception>
    public static TimeZoneInfo Find(string id, string source)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(WindowsNames.GetValueOrDefault(id, id));
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new LocalHostException($"{source}: this machine knows no time zone '{id}'; give an IANA name such as Asia/Shanghai.", unknown);
        }
    }
}
