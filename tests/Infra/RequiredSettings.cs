using Boai.Tests.Support;

namespace Boai.Tests.Infra;

/// <param name="Name">As an environment variable.</param>
/// <param name="Need"><c>required</c>, <c>host</c>, <c>optional</c> or <c>local</c>; the file says what they mean.</param>
internal sealed record Setting(string Name, string Need)
{
    /// <summary>Whether a deployment has to set it.</summary>
    public bool Required => Need is "required" or "host";
}

/// <summary>The settings of the app, from <c>settings.required.txt</c>.</summary>
internal static class RequiredSettings
{
    public const string File = "tests/Infra/settings.required.txt";

    public static IReadOnlyList<Setting> Listed { get; } =
    [
        .. RepositoryTree.Read(File).Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => new Setting(words[0], words[1])),
    ];
}
