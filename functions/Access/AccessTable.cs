using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Access;

/// <summary>The rules of all functions that HTTP can reach, by function name.</summary>
public sealed class AccessTable
{
    private readonly FrozenDictionary<string, AccessRule> _rules;

    /// <param name="parts">One list per programme; no function stands in two.</param>
    public AccessTable(IEnumerable<IReadOnlyDictionary<string, AccessRule>> parts)
    {
        Dictionary<string, AccessRule> rules = new(StringComparer.Ordinal);
        foreach ((string function, AccessRule rule) in parts.SelectMany(part => part))
        {
            if (!rules.TryAdd(function, rule))
            {
                throw new InvalidOperationException($"Function {function} has two access rules.");
            }
        }

        _rules = rules.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, AccessRule> Rules => _rules;

    public AccessRule? Find(string function) => _rules.GetValueOrDefault(function);

    /// <summary>Compares the rules with the functions of an assembly.</summary>
    /// <exception cref="InvalidOperationException">A function has no rule, or a rule no function; the message names them.</exception>
    public void Cover(Assembly functions)
    {
        HashSet<string> names = [.. HttpFunctions(functions)];
        string[] open = [.. names.Where(name => !_rules.ContainsKey(name)).Order(StringComparer.Ordinal)];
        string[] stale = [.. _rules.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)];
        if (open.Length + stale.Length > 0)
        {
            throw new InvalidOperationException(
                $"Access rules and functions do not match. Without a rule: {List(open)}. Rules without a function: {List(stale)}.");
        }
    }

    internal static IEnumerable<string> HttpFunctions(Assembly functions) =>
        from type in functions.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)
        select function.Name;

    private static string List(string[] names) => names is [] ? "none" : string.Join(", ", names);
}
