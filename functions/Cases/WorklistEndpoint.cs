using Boai.Functions.Access;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Cases;

/// <summary>One open task of the caller's role and unit.</summary>
/// <param name="Overdue">Whether its time is over.</param>
public sealed record WorklistTask(
    string CaseNumber, string Programme, string State, string TaskId, string Kind, string Unit, DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Overdue,
    int Rung, bool AssignedToMe, bool Suspended, int CaseVersion);

/// <summary>How many open cases a rebuild found.</summary>
public sealed record RebuiltWorklist(int OpenCases);

/// <summary>The worklist: what the caller's role and unit have to do, the most urgent first.</summary>
public sealed class WorklistEndpoint(CurrentRequest request, Worklist worklist, TimeProvider time)
{
    [Function("ReadWorklist")]
    public async Task<Ok<IReadOnlyList<WorklistTask>>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "worklist")] HttpRequest http, CancellationToken cancellation)
    {
        Identity.Caller.Staff staff = (Identity.Caller.Staff)request.Caller;
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<WorklistTask> tasks =
        [
            .. from open in await worklist.Of(staff.Unit, cancellation)
               from task in open.Tasks
               where IsFor(staff, task)
               orderby task.DueAt, open.Number.Value
               select new WorklistTask(
                   open.Number.Value, open.Programme, open.State, task.Id, task.Kind, task.Unit.Value, task.OpenedAt, task.DueAt, task.Clock.IsOverAt(now), task.Rung,
                   task.AssignedTo == staff.StaffId, open.Suspended, open.Version),
        ];
        return TypedResults.Ok(tasks);
    }

    [Function("RebuildWorklist")]
    public async Task<Ok<RebuiltWorklist>> Rebuild(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/worklist-rebuild")] HttpRequest http, CancellationToken cancellation) =>
        TypedResults.Ok(new RebuiltWorklist(await worklist.Rebuild(cancellation)));

    [Function("RebuildWorklistNightly")]
    public Task RebuildNightly([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellation) => worklist.Rebuild(cancellation);

    private static bool IsFor(Identity.Caller.Staff staff, CaseTask task) =>
        (task.AssignedTo is null || task.AssignedTo == staff.StaffId)
        && task.Roles.Any(staff.Roles.Contains)
        && (staff.Unit == UnitCode.City || task.Unit == staff.Unit);
}
