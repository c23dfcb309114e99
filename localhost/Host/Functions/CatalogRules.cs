namespace Boai.Localhost.Host;

/// <summary>What must hold between functions.</summary>
internal static class CatalogRules
{
    public static void Check(IReadOnlyList<FunctionDescriptor> functions, FunctionProblems problems)
    {
        foreach (IGrouping<string, FunctionDescriptor> same in Duplicates(functions, function => function.Name))
        {
            problems.Add(same.Key, $"{same.Count()} functions have this name: {string.Join(", ", same.Select(f => f.Definition.EntryPoint))}");
        }

        foreach (IGrouping<string, FunctionDescriptor> same in Duplicates(functions, DurableName))
        {
            problems.Add(same.First().Name, $"{same.Count()} functions are the {same.Key}: {string.Join(", ", same.Select(f => f.Definition.EntryPoint))}");
        }

        CheckRoutes(functions, problems);
    }

    private static void CheckRoutes(IReadOnlyList<FunctionDescriptor> functions, FunctionProblems problems)
    {
        var routes = functions
            .Select(function => (Function: function, Http: function.Trigger as HttpStart))
            .Where(route => route.Http is not null)
            .ToList();
        for (int i = 0; i < routes.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Clash(routes[i].Http!, routes[j].Http!))
                {
                    problems.Add(
                        routes[i].Function.Name,
                        $"route '{routes[i].Http!.Pattern.RawText}' answers the same requests as that of {routes[j].Function.Name}");
                }
            }
        }
    }

    private static bool Clash(HttpStart a, HttpStart b) =>
        RouteRules.Shape(a.Pattern) == RouteRules.Shape(b.Pattern)
        && (a.Methods.Count == 0 ? b.Methods.Count == 0 : a.Methods.Intersect(b.Methods).Any());

    private static string DurableName(FunctionDescriptor function) => function.Trigger switch
    {
        OrchestrationStart orchestration => $"orchestrator '{orchestration.Name}'",
        ActivityStart activity => $"activity '{activity.Name}'",
        EntityStart entity => $"entity '{entity.Name}'",
        _ => $"function '{function.Name}' at {function.Definition.EntryPoint}",
    };

    private static IEnumerable<IGrouping<string, FunctionDescriptor>> Duplicates(
        IEnumerable<FunctionDescriptor> functions, Func<FunctionDescriptor, string> key) =>
        functions.GroupBy(key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
}
