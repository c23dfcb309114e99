using System.Reflection;

namespace Boai.Tests.Localhost.Surface;

/// <summary>
/// What localhost/ declares in a Microsoft.* namespace exists in the real packages with the same name and signature: otherwise code would
/// build here and fail against them. What localhost/ leaves out is no fault; it is printed.
/// </summary>
public sealed class SurfaceTests(ITestOutputHelper output)
{
    private static readonly ProgrammingModel Model = ProgrammingModel.Read();

    private static readonly Assembly[] Assemblies =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Boai.Localhost.*.dll").Order(StringComparer.Ordinal)
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file))),
    ];

    private static readonly Type[] Ours =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsVisible && type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true),
    ];

    [Fact]
    public void Every_public_type_exists_in_the_real_packages()
    {
        Assert.NotEmpty(Ours);
        AssertNothing("No such public type in the real packages", Ours.Select(TypeText.FullName).Where(name => !Model.Types.ContainsKey(name)));
    }

    [Fact]
    public void Every_type_is_of_the_kind_that_the_real_one_is() =>
        AssertNothing("Another kind of type than the real one", KnownTypes().Where(pair => MemberText.Kind(pair.Ours) != pair.Real.Kind)
            .Select(pair => $"{TypeText.FullName(pair.Ours)}: here {MemberText.Kind(pair.Ours)}, there {pair.Real.Kind}"));

    [Fact]
    public void No_type_has_a_base_or_an_interface_that_the_real_one_has_not() =>
        AssertNothing("A base that the real type has not", KnownTypes().SelectMany(pair => MemberText.Bases(pair.Ours).Except(pair.Real.Bases)
            .Select(extra => $"{TypeText.FullName(pair.Ours)} : {extra}")));

    [Fact]
    public void Every_public_member_exists_in_the_real_packages_with_the_same_signature() =>
        AssertNothing("No such member in the real packages", KnownTypes().SelectMany(pair => MemberText.Members(pair.Ours).Except(pair.Real.Members)
            .Select(extra => $"{TypeText.FullName(pair.Ours)} . {extra}")));

    [Fact]
    public void What_is_left_out_is_counted()
    {
        Dictionary<string, HashSet<string>> ours = KnownTypes()
            .ToDictionary(pair => TypeText.FullName(pair.Ours), pair => MemberText.Members(pair.Ours).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        int members = Model.Types.Sum(type => type.Value.Members.Count);
        int present = Model.Types.Sum(type => ours.TryGetValue(type.Key, out HashSet<string>? here) ? type.Value.Members.Count(here.Contains) : 0);

        output.WriteLine($"{ours.Count} of {Model.Types.Count(type => !type.Value.NameOnly)} types, {present} of {members} members.");
        foreach ((string name, KnownType real) in Model.Types.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            if (ours.TryGetValue(name, out HashSet<string>? here))
            {
                foreach (string missing in real.Members.Except(here))
                {
                    output.WriteLine($"left out: {name} . {missing}");
                }
            }
            else if (!real.NameOnly)
            {
                output.WriteLine($"left out: {name}, whole");
            }
        }

        Assert.True(present > 0, "Not one member of the real packages was found in localhost/: the comparison itself is broken.");
    }

    private static IEnumerable<(Type Ours, KnownType Real)> KnownTypes() => Ours
        .Select(type => (type, Model.Types.GetValueOrDefault(TypeText.FullName(type))!))
        .Where(pair => pair.Item2 is { NameOnly: false });

    private static void AssertNothing(string what, IEnumerable<string> findings)
    {
        string[] all = [.. findings.Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, $"{what} ({all.Length}, see {ProgrammingModel.File}):\n  {string.Join("\n  ", all)}");
    }
}
