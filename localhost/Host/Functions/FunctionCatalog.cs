using System.Collections;
using System.Reflection;

namespace Boai.Localhost.Host;

/// <summary>Every function of the app.</summary>
internal sealed class FunctionCatalog : IReadOnlyCollection<FunctionDescriptor>
{
    private readonly Dictionary<string, FunctionDescriptor> byName;

    private readonly FunctionSettings settings;

    private FunctionCatalog(IEnumerable<FunctionDescriptor> functions, FunctionSettings settings)
    {
        byName = functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        this.settings = settings;
    }

    public int Count => byName.Count;

    public FunctionDescriptor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Functions with that kind of trigger, without those that a setting <c>AzureWebJobs.{name}.Disabled</c> turns off.</summary>
    public IEnumerable<(FunctionDescriptor Function, T Trigger)> StartedBy<T>()
        where T : Trigger =>
        from function in byName.Values where function.Trigger is T && !settings.IsDisabled(function.Name) select (function, (T)function.Trigger);

    public IEnumerator<FunctionDescriptor> GetEnumerator() =>
        byName.Values.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds the functions in these types and checks all of them.</summary>
    /// <exception cref="LocalHostException">At least one cannot be hosted.</exception>
    public static FunctionCatalog Read(IEnumerable<Type> types, FunctionSettings settings)
    {
        FunctionProblems problems = new();
        List<FunctionDescriptor> functions = [];
        foreach ((MethodInfo method, string name) in FunctionMethods.In(types))
        {
            if (new FunctionReader(name, method, settings, problems).Read() is { } function)
            {
                functions.Add(function);
            }
        }

        CatalogRules.Check(functions, problems);
        problems.ThrowIfAny();
        return new FunctionCatalog(functions, settings);
    }
}
