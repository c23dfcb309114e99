using System.Text.Json;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>What an application puts into the dossiers of its persons; the platform's own fields are <see cref="VaultField"/>.</summary>
public static class DossierFields
{
    public const string Residence = "residence";
    public const string Hukou = "hukou";
    public const string Description = "description";
    public const string Circumstances = "circumstances";
    public const string Relation = "relation";
    public const string Agent = "agent";
    public const string Relatives = "relatives";
    public const string Consents = "consents";

    /// <summary>An unfinished form, until it is sent.</summary>
    public const string Draft = "draft";

    /// <summary>Everything that an officer sees of an application.</summary>
    public static IReadOnlyList<string> OfApplicant { get; } =
    [
        VaultField.Name, VaultField.IdType, VaultField.IdNumber, VaultField.Phone, VaultField.BankHolder, VaultField.BankAccount,
        VaultField.BankName, Residence, Hukou, Description, Circumstances, Agent, Relatives, Consents,
    ];

    internal static Dictionary<string, string> Of(ApplicationForm form, PhoneNumber phone, BankCard account, PersonName holder)
    {
        Dictionary<string, string> dossier = new(StringComparer.Ordinal)
        {
            [VaultField.Phone] = phone.Reveal(),
            [VaultField.BankHolder] = holder.Reveal(),
            [VaultField.BankAccount] = account.Reveal(),
            [VaultField.BankName] = form.Bank.BankName.Trim(),
            [Residence] = Json(form.Residence),
            [Hukou] = Json(form.Hukou ?? form.Residence),
            [Description] = form.Description.Trim(),
            [Circumstances] = Json(form.Applicant.Circumstances),
            [Relatives] = Json(form.Relatives),
            [Consents] = Json(form.Consents),
        };
        if (form.Agent is { } agent)
        {
            dossier[Agent] = Json(agent);
        }

        return dossier;
    }

    internal static Dictionary<string, string> Of(MemberPart member) => new(StringComparer.Ordinal)
    {
        [Relation] = member.Relation.ToString(),
        [Circumstances] = Json(member.Circumstances),
    };

    private static string Json<T>(T part) => JsonSerializer.Serialize(part, StrictJson.Options);
}
