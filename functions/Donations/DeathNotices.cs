using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.Donations;

/// <summary>The deceased, as the caller names them: the identity number may be missing, for the line is open day and night (F-03).</summary>
public sealed record DeceasedPart(string Name, string? IdType = null, string? IdNumber = null, string? IssuedBy = null)
{
    public override string ToString() => nameof(DeceasedPart);
}

/// <param name="Division">District in which the body is, six digits.</param>
public sealed record PlaceOfDeathPart(string Division, string Address)
{
    public override string ToString() => nameof(PlaceOfDeathPart);
}

public sealed record CallerPart(string Name, string Phone)
{
    public override string ToString() => nameof(CallerPart);
}

/// <summary>A notice that was read.</summary>
/// <param name="Id">Null when the caller does not know it.</param>
public sealed record ReadNotice(string Name, PersonId? Id, UnitCode District, IReadOnlyDictionary<string, string> Dossier)
{
    public override string ToString() => nameof(ReadNotice);

    /// <summary>The deceased for the vault; somebody unknown stands under the case's own number.</summary>
    public NewMember Member(CaseNumber number) => Id is null ? new NewMember("DECEASED", number.Value, Name, Dossier) : new NewMember(Id, Name, Dossier);

    /// <returns>The key under which the register of intents knows the person; null when nobody said who it is.</returns>
    public string? KeyIn(PersonIndex persons) => Id is null ? null : persons.KeyOf(Id.Kind.Code(), Id.Normalized);
}

/// <summary>Reads F-03 死亡通知, whichever programme it starts.</summary>
internal sealed class DeathNotices(PolicyBook policies, TimeProvider time)
{
    public const string Place = "place";
    public const string CallerName = "caller.name";
    private const int LongestLine = 100;

    /// <exception cref="ProblemException">Everything that is wrong; nothing was stored.</exception>
    public ReadNotice Read(DeceasedPart deceased, PlaceOfDeathPart place, CallerPart caller)
    {
        FieldErrors errors = new();
        DateOnly today = ChinaCalendar.DateOf(time.GetUtcNow());
        if (!PersonName.TryParse(deceased.Name.Trim(), out PersonName? name, out InputFault fault))
        {
            errors.Add("deceased.name", fault);
        }

        PersonId? id = deceased.IdNumber is null ? null : IdOf(deceased, today, errors);
        if (!PhoneNumber.TryParse(caller.Phone.Trim(), out PhoneNumber? phone, out fault))
        {
            errors.Add("caller.phone", fault);
        }

        UnitCode? district = ResponsibleUnit.Of(
            place.Division, null, "place.division", "place.division", today, policies.Today, DonationErrors.OutOfRegion, DonationErrors.OutOfRegion, errors);
        string address = TextRules.Check(place.Address, "place.address", LongestLine, errors), who = TextRules.Check(caller.Name, "caller.name", LongestLine, errors);
        errors.ThrowIfAny();
        return new ReadNotice(
            name!.Reveal(), id, district!,
            new Dictionary<string, string>(StringComparer.Ordinal) { [VaultField.Phone] = phone!.Reveal(), [CallerName] = who, [Place] = address });
    }

    private static PersonId? IdOf(DeceasedPart deceased, DateOnly today, FieldErrors errors)
    {
        if (PersonIdKinds.FromCode(deceased.IdType ?? "") is not { } kind || kind == PersonIdKind.Unknown)
        {
            errors.Add("deceased.idType", InputFault.PersonIdKindUnknown);
            return null;
        }

        if (!PersonId.TryParse(kind, deceased.IdNumber!.Trim(), deceased.IssuedBy, today, out PersonId? id, out InputFault fault))
        {
            errors.Add("deceased.idNumber", fault);
        }

        return id;
    }
}
