using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Households;

/// <summary>Who the caller is as a person; stored as a keyed hash alone.</summary>
public sealed record StaffPersonForm(string IdType, string IdNumber, string? IssuedBy = null)
{
    public override string ToString() => nameof(StaffPersonForm);
}

/// <summary>Staff say once which person they are, so that an application from their own household is found (回避).</summary>
public sealed class StaffPersonsEndpoint(CurrentRequest request, StaffPersons staff, TimeProvider time)
{
    [Function("DeclareStaffPerson")]
    public async Task<NoContent> Declare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "staff/me/person")] HttpRequest http, CancellationToken cancellation)
    {
        StaffPersonForm form = await StrictJson.Read<StaffPersonForm>(http, cancellation);
        FieldErrors errors = new();
        if (PersonIdKinds.FromCode(form.IdType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            errors.Add("idType", InputFault.PersonIdKindUnknown);
        }
        else if (!PersonId.TryParse(kind, form.IdNumber.Trim(), form.IssuedBy, ChinaCalendar.DateOf(time.GetUtcNow()), out PersonId? id, out InputFault fault))
        {
            errors.Add("idNumber", fault);
        }
        else
        {
            await staff.Declare(request.Actor.StaffId, kind.Code(), id.Normalized, cancellation);
            return TypedResults.NoContent();
        }

        throw new ProblemException(errors.Problems);
    }
}
