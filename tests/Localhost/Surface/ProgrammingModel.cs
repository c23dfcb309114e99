using Boai.Tests.Support;

namespace Boai.Tests.Localhost.Surface;

/// <summary>The public surface of Microsoft's packages, read from <c>programming-model.txt</c>.</summary>
internal sealed class ProgrammingModel
{
    public const string File = "tests/Localhost/Surface/programming-model.txt";

    private ProgrammingModel(IReadOnlyDictionary<string, KnownType> types) => Types = types;

    /// <summary>Types by full name, generic ones with their parameters: <c>Microsoft.DurableTask.Page&lt;T&gt;</c>.</summary>
    public IReadOnlyDictionary<string, KnownType> Types { get; }

    public static ProgrammingModel Read()
    {
        Dictionary<string, KnownType> types = new(StringComparer.Ordinal);
        KnownType? current = null;
        foreach (string line in RepositoryTree.Read(File).Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                current!.Members.Add(line.Trim());
                continue;
            }

            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            current = new KnownType(line[(colon + 2)..].Trim(), new HashSet<string>(StringComparer.Ordinal));
            types.Add(line[..colon], current);
        }

        return new ProgrammingModel(types);
    }
}

/// <param name="Header">Modifiers, kind and bases: <c>sealed class : Attribute</c>; <c>?</c> when only the name is known.</param>
/// <param name="Members">Every public and protected member as C#.</param>
internal sealed record KnownType(string Header, HashSet<string> Members)
{
    public bool NameOnly => Header == "?";

    public string Kind => Split()[0];

    public IReadOnlyList<string> Bases => Split() is [_, string bases] ? SplitTopLevel(bases) : [];

    private string[] Split() => Header.Split(" : ", 2, StringSplitOptions.TrimEntries);

    private static List<string> SplitTopLevel(string list)
    {
        List<string> parts = [];
        int depth = 0;
        int start = 0;
        for (int at = 0; at < list.Length; at++)
        {
            depth += list[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (list[at] == ',' && depth == 0)
            {
                parts.Add(list[start..at].Trim());
                start = at + 1;
            }
        }

        parts.Add(list[start..].Trim());
        return parts;
    }
}
