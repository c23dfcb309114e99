using System.Globalization;
using System.Resources;
using Boai.Workflows.Cases;

namespace Boai.Functions.Errors;

/// <summary>Turns a refusal by the rules into a problem for people: codes stay, enumeration members become Chinese words.</summary>
public static class CaseProblemTexts
{
    private static readonly ResourceManager Words = new("Boai.Functions.Errors.CaseWords", typeof(CaseProblemTexts).Assembly);

    /// <param name="programme">The programme's own words: its states, documents, grounds and stages; null where it has no say.</param>
    public static Problem ToProblem(this CaseProblem refusal, ResourceManager? programme = null) => new(
        refusal.Code,
        refusal.Field,
        refusal.Arguments.ToDictionary(argument => argument.Key, argument => Word(argument.Key, argument.Value, programme), StringComparer.Ordinal));

    /// <summary>The word of a duty, e.g. 核实.</summary>
    public static string WordOf(Duty duty) => Word("duty", duty.ToString(), null);

    /// <summary>The short word of handbook §19, e.g. 审核中.</summary>
    public static string WordOf(PublicState state) => One("publicState", state.ToString(), null);

    public static string WordOfRole(string role) => One("role", role, null);

    private static string Word(string argument, string value, ResourceManager? programme) => argument switch
    {
        "duty" or "earlierDuty" => One("duty", value, programme),
        "role" or "roles" => Each("role", value, programme),
        "state" => One("state", value, programme),
        "stage" => One("stage", value, programme),
        "items" => Each("item", value, programme),
        "grounds" => Each("ground", value, programme),
        "bars" => Each("bar", value, programme),
        "groups" => Each("group", value, programme),
        _ => value,
    };

    // Rules join lists by blanks.
    private static string Each(string group, string value, ResourceManager? programme) =>
        string.Join('、', value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => One(group, one, programme)));

    // A word that has no Chinese stands as it is.
    private static string One(string group, string value, ResourceManager? programme) =>
        programme?.GetString($"{group}.{value}", CultureInfo.InvariantCulture) ?? Words.GetString($"{group}.{value}", CultureInfo.InvariantCulture) ?? value;
}
