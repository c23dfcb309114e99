using System.Globalization;
using System.Resources;
using Boai.Workflows.Cases;

namespace Boai.Functions.Errors;

/// <summary>Turns a refusal by the rules into a problem for people: codes stay, enumeration members become Chinese words.</summary>
public static class CaseProblemTexts
{
    private static readonly ResourceManager Words = new("Boai.Functions.Errors.CaseWords", typeof(CaseProblemTexts).Assembly);

    public static Problem ToProblem(this CaseProblem refusal) => new(
        refusal.Code,
        refusal.Field,
        refusal.Arguments.ToDictionary(argument => argument.Key, argument => Word(argument.Key, argument.Value), StringComparer.Ordinal));

    /// <summary>The word of a duty, e.g. 核实.</summary>
    public static string WordOf(Duty duty) => Word("duty", duty.ToString());

    /// <summary>The short word of handbook §19, e.g. 审核中.</summary>
    public static string WordOf(PublicState state) => Word("publicState", state.ToString());

    public static string WordOfRole(string role) => Word("roles", role);

    // Lists are joined by commas; a word that has no Chinese stands as it is.
    private static string Word(string argument, string value) => argument switch
    {
        "duty" or "earlierDuty" => One("duty", value),
        "roles" => string.Join('、', value.Split(',', StringSplitOptions.TrimEntries).Select(role => One("role", role))),
        "state" => One("state", value),
        "publicState" => One("publicState", value),
        _ => value,
    };

    private static string One(string group, string value) => Words.GetString($"{group}.{value}", CultureInfo.InvariantCulture) ?? value;
}
