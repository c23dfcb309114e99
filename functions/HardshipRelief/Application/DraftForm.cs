using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>A form that is not finished: whose it is, where it belongs, and the rest as it stands.</summary>
/// <param name="Content">The form so far, as text; given back as it came and never read. At most 20,000 characters.</param>
public sealed record DraftForm(
    string FormVersion, ApplyingAs ApplyingAs, DraftPerson Applicant, string Division, string Content, string? Street = null)
{
    public override string ToString() => $"{nameof(DraftForm)} {FormVersion}";
}

/// <summary>Enough to know whose draft it is, and where to send the code that opens it again.</summary>
public sealed record DraftPerson(string Name, string IdType, string IdNumber, string Phone, string? IssuedBy = null)
{
    public override string ToString() => nameof(DraftPerson);
}

/// <param name="Applicant">For the vault.</param>
internal sealed record ReadDraft(UnitCode Unit, NewMember Applicant);

/// <summary>Checks a draft.</summary>
internal static class DraftReading
{
    private const int LongestContent = 20_000;

    /// <exception cref="Errors.ProblemException">What is wrong, field by field.</exception>
    public static ReadDraft Read(DraftForm form, DateOnly today, PolicyPack policy)
    {
        FieldErrors errors = new();
        if (form.FormVersion != ApplicationForm.CurrentVersion)
        {
            errors.Add("formVersion", ReliefFormErrors.FormVersion, ("current", ApplicationForm.CurrentVersion));
        }

        if (!PersonName.TryParse(form.Applicant.Name.Trim(), out PersonName? name, out InputFault nameFault))
        {
            errors.Add("applicant.name", nameFault);
        }

        PersonId? id = ReadId(form.Applicant, today, errors);
        if (!PhoneNumber.TryParse(form.Applicant.Phone.Trim(), out PhoneNumber? phone, out InputFault phoneFault))
        {
            errors.Add("applicant.phone", phoneFault);
        }
        else if (!phone.IsMobile)
        {
            errors.Add("applicant.phone", ReliefFormErrors.PhoneNotMobile);
        }

        if (form.Content.Length > LongestContent)
        {
            errors.Add("content", Errors.PlatformErrors.TextTooLong, ("max", $"{LongestContent}"), ("length", $"{form.Content.Length}"));
        }

        UnitCode? unit = ResponsibleUnit.Of(form.Division, form.Street, "division", "street", today, policy, ReliefFormErrors.OutOfRegion, ReliefFormErrors.StreetNeeded, errors);
        errors.ThrowIfAny();
        Dictionary<string, string> dossier = new(StringComparer.Ordinal)
        {
            [VaultField.Phone] = phone!.Reveal(),
            [DossierFields.Draft] = form.Content,
        };
        return new ReadDraft(unit!, new NewMember(id!, name!.Reveal(), dossier));
    }

    private static PersonId? ReadId(DraftPerson person, DateOnly today, FieldErrors errors)
    {
        if (PersonIdKinds.FromCode(person.IdType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            errors.Add("applicant.idType", InputFault.PersonIdKindUnknown);
            return null;
        }

        if (!PersonId.TryParse(kind, person.IdNumber.Trim(), person.IssuedBy, today, out PersonId? id, out InputFault fault))
        {
            errors.Add("applicant.idNumber", fault);
        }

        return id;
    }
}
