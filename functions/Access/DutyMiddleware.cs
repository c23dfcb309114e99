using Boai.Functions.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Boai.Functions.Access;

/// <summary>Duty separation and recusal. Runs after idempotency: the answer to an act already done is given again, whatever its actor did since.</summary>
public sealed class DutyMiddleware(AccessTable table) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        AccessRule? rule = table.Find(context.FunctionDefinition.Name);
        CurrentRequest request = context.Current();
        if (rule?.Duty is not null && AccessCheck.OfDuty(rule, request.Actor, request.Case.Head) is { } refused)
        {
            throw new ProblemException(refused);
        }

        return next(context);
    }
}
