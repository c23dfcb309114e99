using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Access;

/// <summary>Deny by default: token, role, case and purpose are checked here for every function that HTTP reaches.</summary>
public sealed class AccessMiddleware(AccessTable table, TokenChecks tokens, CaseStore cases, PlatformKeys keys, IConfiguration configuration)
    : IFunctionsWorkerMiddleware
{
    private const string PurposeHeader = "X-Purpose";
    private readonly bool _development = DevelopmentIssuer.IsOn(configuration);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        AccessRule rule = table.Find(context.FunctionDefinition.Name)
            ?? throw new InvalidOperationException($"Function {context.FunctionDefinition.Name} has no access rule; the start should have stopped.");
        if (rule.IsProbe)
        {
            await next(context); // the keys below may not be there yet, and nobody is told anything that a caller or a case would matter for
            return;
        }

        HttpContext http = context.Http();
        CurrentRequest request = context.Current();
        request.From = keys.AddressHash(http);
        if (rule.IsDevelopment && !_development)
        {
            throw new ProblemException(PlatformErrors.AccessClosed);
        }

        request.Caller = await CallerOf(http, context.CancellationToken);
        Stop(AccessCheck.OfCaller(rule, request.Caller, out string? role));
        request.Role = role;
        if (rule.OnCase)
        {
            request.Case = await CaseOf(context, rule, request.Caller);
            Stop(AccessCheck.OfGuest(rule, role, request.Case.Head));
        }

        SetActor(request);
        if (rule.NeedsRelation)
        {
            Stop(AccessCheck.OfRelation(rule, request.Actor, request.Caller, request.Case.Head));
        }

        SetPurpose(rule, request, http);
        await next(context);
    }

    private async Task<Caller> CallerOf(HttpContext http, CancellationToken cancellation)
    {
        string header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return new Caller.Anonymous();
        }

        const string scheme = "Bearer ";
        TokenCheck check = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.Check(header[scheme.Length..].Trim(), cancellation)
            : new TokenCheck.Invalid();
        return check switch
        {
            TokenCheck.Valid valid => valid.Caller,
            TokenCheck.Expired => throw new ProblemException(PlatformErrors.AuthExpired),
            _ => throw new ProblemException(PlatformErrors.AuthInvalid),
        };
    }

    private async Task<StoredHead> CaseOf(FunctionContext context, AccessRule rule, Caller caller)
    {
        CaseNumber number = context.CaseNumber()
            ?? throw new InvalidOperationException($"{context.FunctionDefinition.Name} has a rule on a case, but its route has no {{{HttpInvocation.CaseNumberParameter}}}.");
        Stop(AccessCheck.OfNumber(caller, number));
        StoredHead found = await cases.Find(number, context.CancellationToken) ?? throw new ProblemException(PlatformErrors.CaseUnknown);
        Stop(AccessCheck.OfCase(caller, found.Head));
        if (rule.Programme is { } programme && found.Head.Programme != programme)
        {
            throw new ProblemException(PlatformErrors.CaseUnknown);
        }

        return found;
    }

    private static void SetActor(CurrentRequest request)
    {
        switch (request.Caller)
        {
            case Caller.Staff staff:
                request.Actor = new Actor(staff.StaffId, request.Role!, staff.Unit);
                break;
            case Caller.Applicant applicant:
                request.Actor = new Actor(applicant.Subject.Value, Roles.Public, request.CaseOrNull?.Head.Owner ?? applicant.Case.Unit);
                break;
        }
    }

    private static void SetPurpose(AccessRule rule, CurrentRequest request, HttpContext http)
    {
        if (!rule.NeedsPurpose)
        {
            return;
        }

        string purpose = http.Request.Headers[PurposeHeader].ToString();
        Stop(AccessCheck.OfPurpose(rule, request.Caller, purpose));
        Actor actor = request.Actor;
        request.Purpose = new AccessPurpose(
            request.Caller is Caller.Applicant ? PurposeCodes.DataSubject : purpose, actor.StaffId, actor.Role, actor.Unit.Value,
            request.CaseOrNull?.Head.Number.Value ?? "", request.From);
    }

    private static void Stop(Problem? problem)
    {
        if (problem is not null)
        {
            throw new ProblemException(problem);
        }
    }
}
