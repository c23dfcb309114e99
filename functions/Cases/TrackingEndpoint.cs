using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Workflows.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Cases;

/// <summary>A case as its applicant sees it.</summary>
/// <param name="StateText">The short word of handbook §19, e.g. 审核中.</param>
/// <param name="ExpectedBy">When the present step should be over at the latest; null where no clock runs.</param>
/// <param name="Version">To be sent back with an act of the applicant.</param>
public sealed record TrackedCase(
    string CaseNumber, PublicState State, string StateText, DateTimeOffset OpenedAt, DateTimeOffset StateSince, DateTimeOffset? ExpectedBy, int Version, int Documents);

/// <summary>An applicant follows the own case.</summary>
public sealed class TrackingEndpoint(CurrentRequest request, CaseProgrammes programmes)
{
    [Function("TrackCase")]
    public Ok<TrackedCase> Track(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/cases/{caseNumber}")] HttpRequest http, string caseNumber)
    {
        CaseHead head = request.Case.Head;
        PublicState state = programmes.Of(head).PublicStateOf(head);
        DateTimeOffset? expected = head.Clock is { IsRunning: true } clock ? clock.DueAt : null;
        return TypedResults.Ok(new TrackedCase(
            caseNumber, state, CaseProblemTexts.WordOf(state), head.OpenedAt, head.StateSince, expected, head.Version, head.Documents.Count));
    }
}
