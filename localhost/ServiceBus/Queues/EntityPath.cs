namespace Boai.Localhost.ServiceBus;

/// <summary>An address as clients write it, taken apart: a queue or its dead-letter queue, and whether its management node is meant.</summary>
internal readonly record struct EntityPath(string Queue, bool DeadLetter, bool Management)
{
    public const string DeadLetterSuffix = "/$DeadLetterQueue";
    public const string ManagementSuffix = "/$management";

    public static EntityPath Parse(string address)
    {
        string path = address;
        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            int slash = path.IndexOf('/', scheme + 3);
            path = slash < 0 ? string.Empty : path[slash..];
        }

        path = path.Trim('/');
        bool management = Strip(ref path, ManagementSuffix);
        bool deadLetter = Strip(ref path, DeadLetterSuffix);
        return new EntityPath(path, deadLetter, management);
    }

    private static bool Strip(ref string path, string suffix)
    {
        bool found = path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
        path = found ? path[..^suffix.Length] : path;
        return found;
    }
}
