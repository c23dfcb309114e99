using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions;

/// <summary>What one folder brings into the app: every programme declares one, and <see cref="Composition"/> lists them.</summary>
/// <param name="Access">A rule for each of its HTTP functions, by function name.</param>
/// <param name="Storage">Its tables and containers.</param>
/// <param name="Errors">Its error codes and their texts; empty when it has none.</param>
/// <param name="Register">Adds its services.</param>
public sealed record ProgrammeParts(
    IReadOnlyDictionary<string, AccessRule> Access,
    StorageNames Storage,
    IReadOnlyList<ErrorSource> Errors,
    Action<IServiceCollection> Register)
{
    /// <summary>The same rules, each about cases of one programme alone.</summary>
    public static IReadOnlyDictionary<string, AccessRule> About(string programme, IReadOnlyDictionary<string, AccessRule> rules) =>
        rules.ToDictionary(rule => rule.Key, rule => rule.Value.Of(programme), StringComparer.Ordinal);
}
