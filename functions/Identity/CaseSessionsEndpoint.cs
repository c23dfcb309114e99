using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Identity;

/// <summary>Asks for a code to the phone given in a case.</summary>
public sealed record PhoneCodeForm(string CaseNumber, string Phone)
{
    public override string ToString() => nameof(PhoneCodeForm);
}

/// <summary>The same for everyone: whether a code was sent is not told.</summary>
/// <param name="Message">What to do next, in Chinese.</param>
public sealed record PhoneCodeRequested(string Message);

public sealed record CaseSessionForm(string CaseNumber, string Phone, string Code)
{
    public override string ToString() => nameof(CaseSessionForm);
}

/// <param name="ExpiresIn">Seconds.</param>
public sealed record CaseSessionOpened(string Token, string TokenType, int ExpiresIn, string CaseNumber);

/// <summary>How an applicant gets to the own case: case number, phone, code.</summary>
public sealed class CaseSessionsEndpoint(CurrentRequest request, PhoneCodes codes, CaseSessions sessions)
{
    [Function("RequestPhoneCode")]
    public async Task<Accepted<PhoneCodeRequested>> RequestCode(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/phone-codes")] HttpRequest http, CancellationToken cancellation)
    {
        PhoneCodeForm form = await StrictJson.Read<PhoneCodeForm>(http, cancellation);
        (CaseNumber number, PhoneNumber phone) = Parse(form.CaseNumber, form.Phone);
        await codes.Issue(number, phone, request.DecisionId, cancellation);
        return TypedResults.Accepted((string?)null, new PhoneCodeRequested(IdentityText.Get("phone-code-requested")));
    }

    [Function("OpenCaseSession")]
    public async Task<Ok<CaseSessionOpened>> Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "public/sessions")] HttpRequest http, CancellationToken cancellation)
    {
        CaseSessionForm form = await StrictJson.Read<CaseSessionForm>(http, cancellation);
        (CaseNumber number, PhoneNumber phone) = Parse(form.CaseNumber, form.Phone);
        SubjectId subject = await codes.Redeem(number, phone, form.Code, request.DecisionId, cancellation)
            ?? throw new ProblemException(PlatformErrors.PhoneCodeWrong);
        return TypedResults.Ok(new CaseSessionOpened(
            sessions.Issue(subject, number), "Bearer", (int)CaseSessions.Lifetime.TotalSeconds, number.Value));
    }

    private static (CaseNumber Number, PhoneNumber Phone) Parse(string caseNumber, string phone)
    {
        FieldErrors errors = new();
        if (!CaseNumber.TryParse(caseNumber, out CaseNumber? number, out InputFault fault))
        {
            errors.Add("caseNumber", fault);
        }

        if (!PhoneNumber.TryParse(phone, out PhoneNumber? parsed, out fault))
        {
            errors.Add("phone", fault);
        }

        errors.ThrowIfAny();
        return (number!, parsed!);
    }
}
