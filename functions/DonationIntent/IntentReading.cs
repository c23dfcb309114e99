using Boai.Functions.Documents;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationIntent;

/// <summary>A holder as a form names one.</summary>
internal sealed record ReadHolder(NewMember Member, PersonId Id, DateOnly BornOn, UnitCode Unit);

/// <summary>Checks a form and turns it into what vault and register take. Every fault is named with its field, all at once.</summary>
/// <param name="today">The Beijing day of the form.</param>
internal sealed class IntentReading(DateOnly today, PolicyPack policy)
{
    private const int LongestName = 60;
    private const int LongestAddress = 100;

    private readonly FieldErrors _errors = new();

    /// <exception cref="Errors.ProblemException">Everything that is wrong; nothing was stored.</exception>
    public ReadHolder Holder(HolderPart holder, ResidencePart residence, ExecutorPart? executor = null)
    {
        PersonName? name = Read<PersonName>(holder.Name, "holder.name");
        PersonId? id = ReadId(holder);
        PhoneNumber? phone = Read<PhoneNumber>(holder.Phone, "holder.phone");
        DateOnly? born = id?.BirthDate ?? holder.BornOn;
        if (id is not null && (born is null || born > today || (id.BirthDate is not null && holder.BornOn is { } said && said != id.BirthDate)))
        {
            _errors.Add("holder.bornOn", IntentErrors.BornOn);
        }

        Dictionary<string, string> dossier = new(StringComparer.Ordinal)
        {
            [VaultField.Phone] = phone?.Reveal() ?? "",
            [IntentFields.Residence] = TextRules.Check(residence.Address, "residence.address", LongestAddress, _errors),
        };
        UnitCode? unit = ResponsibleUnit.Of(
            residence.Division, residence.Street, "residence.division", "residence.street", today, policy, IntentErrors.OutOfRegion, IntentErrors.StreetNeeded, _errors);
        if (executor is not null)
        {
            dossier[IntentFields.ExecutorName] = TextRules.Check(executor.Name, "executor.name", LongestName, _errors);
            dossier[IntentFields.ExecutorPhone] = Read<PhoneNumber>(executor.Phone, "executor.phone")?.Reveal() ?? "";
            CheckDigest(executor.ConsentDigest, "executor.consentDigest");
        }

        return _errors.Any || name is null || id is null || born is null || unit is null
            ? throw new Errors.ProblemException(_errors.Problems)
            : new ReadHolder(new NewMember(id, name.Reveal(), dossier), id, born.Value, unit);
    }

    /// <summary>What the form says, for the rules; ids of documents that follow are known by their digests.</summary>
    /// <param name="electronicDigest">SHA-256 of the form as it was sent: by network it is the writing itself.</param>
    public IntentForm Form(IntentRegistrationForm form, CaseNumber number, string personId, string electronicDigest, DateTimeOffset at, DocumentStore documents)
    {
        if (form.FormVersion != IntentRegistrationForm.CurrentVersion)
        {
            _errors.Add("formVersion", IntentErrors.FormVersion, ("current", IntentRegistrationForm.CurrentVersion));
        }

        foreach ((IntentConsentPart consent, int place) in form.Consents.Select((consent, place) => (consent, place)))
        {
            if (consent.TextVersion != IntentRegistrationForm.CurrentVersion)
            {
                _errors.Add($"consents[{place}].textVersion", IntentErrors.FormVersion, ("current", IntentRegistrationForm.CurrentVersion));
            }
        }

        CheckDigest(form.GuardianConsentDigest, "guardianConsentDigest");
        CheckDigest(form.Executor?.ConsentDigest, "executor.consentDigest");
        _errors.ThrowIfAny();
        string digest = form.Channel == IntentChannel.Network ? electronicDigest : form.SignedFormDigest ?? "";
        return new IntentForm(
            form.Channel, form.Scopes.Read(), form.Capacity, new WillEvidence(form.Channel == IntentChannel.Network ? WillForm.Electronic : form.Will, digest),
            [.. form.Consents.Select((consent, place) => new DataConsent($"con-{place + 1}-{digest[..Math.Min(8, digest.Length)]}", consent.Group, consent.TextVersion, at, electronicDigest))],
            form.Executor is { } executor
                ? new IntentExecutor(executor.Kind, $"{personId}-executor", executor.FullCapacity, Document(executor.ConsentDigest))
                : null,
            form.NoExecutorYet, form.RelativesInformed, Document(form.GuardianConsentDigest), form.CompletedAlone, form.BodyAdviceGiven);

        string? Document(string? sha256) => sha256 is null ? null : documents.IdOf(number, Convert.FromHexString(sha256));
    }

    private void CheckDigest(string? digest, string field)
    {
        if (digest is not null && (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)))
        {
            _errors.Add(field, IntentErrors.Digest);
        }
    }

    private PersonId? ReadId(HolderPart holder)
    {
        if (PersonIdKinds.FromCode(holder.IdType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            _errors.Add("holder.idType", InputFault.PersonIdKindUnknown);
            return null;
        }

        if (!PersonId.TryParse(kind, holder.IdNumber.Trim(), holder.IssuedBy, today, out PersonId? id, out InputFault fault))
        {
            _errors.Add(fault == InputFault.PassportCountry ? "holder.issuedBy" : "holder.idNumber", fault);
        }

        return id;
    }

    private T? Read<T>(string? text, string field)
        where T : class, ITextValue<T>
    {
        if (!T.TryParse(text?.Trim(), out T? value, out InputFault fault))
        {
            _errors.Add(field, fault);
        }

        return value;
    }
}
