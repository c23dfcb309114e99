using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Boai.Localhost.Host;

internal static class RouteRules
{
    private static readonly HashSet<string> Constraints =
        new(new RouteOptions().ConstraintMap is IDictionary<string, Type> known ? known.Keys : [], StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when the host can serve the route.</returns>
    public static string? ProblemWith(RoutePattern pattern)
    {
        if (FirstLiteral(pattern) is { } first && (Same(first, "admin") || Same(first, "runtime")))
        {
            return $"'{first}' is the host's own; choose another route or prefix";
        }

        foreach (RoutePatternParameterPart parameter in pattern.Parameters)
        {
            foreach (RoutePatternParameterPolicyReference policy in parameter.ParameterPolicies)
            {
                string constraint = policy.Content?.Split('(')[0] ?? "";
                if (!Constraints.Contains(constraint))
                {
                    return $"there is no constraint '{constraint}'";
                }
            }
        }

        return null;
    }

    /// <summary>The same for two routes that no request could tell apart.</summary>
    public static string Shape(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
            _ => "",
        }))));

    private static string? FirstLiteral(RoutePattern pattern) =>
        pattern.PathSegments is [{ Parts: [RoutePatternLiteralPart literal] }, ..] ? literal.Content : null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
