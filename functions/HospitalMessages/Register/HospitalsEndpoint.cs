using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Policy;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.HospitalMessages.Register;

/// <param name="Unit">Six digits.</param>
/// <param name="Accounts">Staff accounts and system credentials that speak for it.</param>
public sealed record HospitalForm(
    string Name, IReadOnlyList<HospitalRole> Roles, string Unit, IReadOnlyList<string> Accounts, IReadOnlyList<string>? Areas = null,
    bool IndependentDepartment = false, double Latitude = 0, double Longitude = 0, HospitalDoor Door = HospitalDoor.Http, IReadOnlyList<HospitalKey>? Keys = null,
    string? Phone = null, bool TakesBodiesAfterOrgans = false);

/// <summary>Licence numbers by side.</summary>
public sealed record RosterForm(IReadOnlyList<string> Procurement, IReadOnlyList<string> Transplant);

/// <param name="Silent">Whether nothing was heard of it for longer than the agreed time.</param>
public sealed record HospitalView(
    string Code, string Name, IReadOnlyList<HospitalRole> Roles, string Unit, DateTimeOffset? RosterFiledAt, DateTimeOffset? HeardAt, bool Silent);

/// <summary>The branch's register of hospitals, eye banks and receiving units.</summary>
internal sealed class HospitalsEndpoint(CurrentRequest request, HospitalRegister register, PolicyBook policies, TimeProvider time)
{
    private const int LongestName = 100;
    private const int LongestKeyId = 32;

    [Function("RegisterHospital")]
    public async Task<Ok<HospitalView>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hospitals/{code}")] HttpRequest http, string code, CancellationToken cancellation)
    {
        HospitalForm form = await StrictJson.Read<HospitalForm>(http, cancellation);
        Hospital hospital = Read(form, code);
        return await register.Register(hospital, cancellation) is { }
            ? throw new ProblemException(new Problem(HospitalErrors.AccountTaken, "accounts"))
            : TypedResults.Ok(View(hospital, null));
    }

    [Function("FileHospitalRoster")]
    public async Task<Ok<HospitalView>> FileRoster(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hospitals/{code}/roster")] HttpRequest http, string code, CancellationToken cancellation)
    {
        RosterForm form = await StrictJson.Read<RosterForm>(http, cancellation);
        Hospital hospital = await register.Find(code, cancellation) ?? throw new ProblemException(HospitalErrors.Unknown);
        DateTimeOffset now = time.GetUtcNow();
        await register.FileRoster(
            hospital,
            [.. form.Procurement.Select(licence => (licence, HospitalSides.Procurement)), .. form.Transplant.Select(licence => (licence, HospitalSides.Transplant))],
            now, cancellation);
        return TypedResults.Ok(View(hospital with { RosterFiledAt = now }, null));
    }

    /// <summary>The heartbeat of a hospital that has nothing else to say.</summary>
    [Function("SayHospitalIsThere")]
    public async Task<Ok<HospitalView>> Beat(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "fhir/heartbeat")] HttpRequest http, CancellationToken cancellation)
    {
        Hospital hospital = await register.OwnerOf(request.Actor.StaffId, cancellation) is { } code && await register.Find(code, cancellation) is { } known
            ? known
            : throw new ProblemException(HospitalErrors.Unknown);
        DateTimeOffset now = time.GetUtcNow();
        await register.Heard(hospital.Code.Value, now, cancellation);
        return TypedResults.Ok(View(hospital, now));
    }

    [Function("ListHospitals")]
    public async Task<Ok<IReadOnlyList<HospitalView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hospitals")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<HospitalView> views = [.. (await register.All(cancellation)).Select(known => View(known.Hospital, known.HeardAt))];
        return TypedResults.Ok(views);
    }

    private static Hospital Read(HospitalForm form, string code)
    {
        FieldErrors errors = new();
        string name = TextRules.Check(form.Name, "name", LongestName, errors);
        if (!OrganisationCode.TryParse(code, out OrganisationCode? parsed, out _))
        {
            errors.Add("code", HospitalErrors.Code);
        }

        List<UnitCode> units = [];
        foreach ((string text, string field) in new[] { (form.Unit, "unit") }.Concat((form.Areas ?? []).Select((area, index) => (area, $"areas[{index}]"))))
        {
            if (UnitCode.TryParse(text, out UnitCode? unit, out _))
            {
                units.Add(unit);
            }
            else
            {
                errors.Add(field, HospitalErrors.Unit);
            }
        }

        if (form.Roles is [])
        {
            errors.Add("roles", HospitalErrors.Roles);
        }

        foreach ((HospitalKey key, int index) in (form.Keys ?? []).Select((key, index) => (key, index)))
        {
            if (key.KeyId.Length is 0 or > LongestKeyId || !key.KeyId.All(char.IsAsciiLetterOrDigit) || !MessageSignature.IsKey(key.PublicKey))
            {
                errors.Add($"keys[{index}]", HospitalErrors.Key);
            }
        }

        PhoneNumber? phone = null;
        if (form.Phone is not null && !PhoneNumber.TryParse(form.Phone, out phone, out InputFault fault))
        {
            errors.Add("phone", fault);
        }

        errors.ThrowIfAny();
        return new Hospital(
            parsed!, name, form.Roles, units[0], units[1..], form.IndependentDepartment, form.Accounts, form.Latitude, form.Longitude)
        {
            Door = form.Door,
            Keys = form.Keys ?? [],
            Phone = phone?.Reveal(),
            TakesBodiesAfterOrgans = form.TakesBodiesAfterOrgans,
        };
    }

    private HospitalView View(Hospital hospital, DateTimeOffset? heardAt) => new(
        hospital.Code.Value, hospital.Name, hospital.Roles, hospital.Unit.Value, hospital.RosterFiledAt, heardAt,
        heardAt is { } heard && Heartbeats.IsSilent(heard, time.GetUtcNow(), policies.Today));
}

/// <summary>The words under which a roster's sides are stored.</summary>
public static class HospitalSides
{
    public const string Procurement = "procurement";
    public const string Transplant = "transplant";
}
