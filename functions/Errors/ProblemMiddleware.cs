using Boai.Functions.Access;
using Boai.Functions.Audit;
using Boai.Functions.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Errors;

/// <summary>Outermost: turns what went wrong into a problem answer, and leaves an audit line for every denial and every refused act.</summary>
public sealed class ProblemMiddleware(AccessTable access, ErrorCatalogue catalogue, AccessLog log, PlatformReadiness readiness, ILogger<ProblemMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        CurrentRequest request = context.Current();
        request.TraceId = context.InvocationId;
        try
        {
            if (access.Find(context.FunctionDefinition.Name) is not { IsProbe: true })
            {
                await readiness.Wait(context.CancellationToken);
            }

            await next(context);
        }
        catch (BadHttpRequestException broken)
        {
            Problem problem = broken.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problem.Of(PlatformErrors.RequestTooLarge, ("limit", "100 MiB"))
                : new Problem(PlatformErrors.RequestBroken);
            context.GetInvocationResult().Value = ProblemAnswer.From(catalogue, [problem], request.TraceId);
        }
        catch (ProblemException refused)
        {
            context.GetInvocationResult().Value = ProblemAnswer.From(catalogue, refused.Problems, request.TraceId, refused.RetryAfter);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !context.CancellationToken.IsCancellationRequested)
        {
            // The type and the place, not the message: a message may quote what the exception's author saw fit.
            logger.LogError(
                "{Function} {TraceId} failed with {Exception} at {Place}",
                context.FunctionDefinition.Name, request.TraceId, Types(failure), failure.StackTrace);
            context.GetInvocationResult().Value = ProblemAnswer.From(catalogue, [new Problem(PlatformErrors.Unexpected)], request.TraceId);
        }

        if (context.GetInvocationResult().Value is ProblemAnswer answer && IsAudited(context, answer.Body.Status))
        {
            await Record(context, request, answer);
        }
    }

    private static bool IsAudited(FunctionContext context, int status) => status is 401 or 403 || (status is >= 400 and < 500 && context.IsPost());

    private async Task Record(FunctionContext context, CurrentRequest request, ProblemAnswer answer)
    {
        string result = answer.Body.Status is 401 or 403 ? AccessResult.Denied : AccessResult.Refused;
        AccessLine line = new(
            request.Caller.Id, request.Role ?? "", request.Caller is Caller.Staff staff ? staff.Unit.Value : "",
            context.FunctionDefinition.Name, "", "", CaseText(context), $"{result}:{answer.Body.Code}", request.From);
        try
        {
            await log.Write(line, context.CancellationToken);
        }
        catch (AccessLogException failure)
        {
            // The request was refused anyway; losing its line must not turn the refusal into something else.
            logger.LogError("{Function} {TraceId} was refused without an audit line: {Exception}", context.FunctionDefinition.Name, request.TraceId, Types(failure));
        }
    }

    private static string CaseText(FunctionContext context)
    {
        try
        {
            return context.CaseNumber()?.Value ?? "";
        }
        catch (ProblemException)
        {
            return ""; // what stood there was no case number, and is not worth keeping
        }
    }

    private static string Types(Exception failure) =>
        failure.InnerException is null ? failure.GetType().ToString() : $"{failure.GetType()} <- {Types(failure.InnerException)}";
}
