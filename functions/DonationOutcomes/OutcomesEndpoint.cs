using Boai.Functions.Policy;
using Boai.Workflows.DonationOutcomes;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.DonationOutcomes;

/// <summary>How donations went on, for management: sums by quarter and nothing smaller.</summary>
internal sealed class OutcomesEndpoint(OutcomeBook outcomes, PolicyBook policies, TimeProvider time)
{
    [Function("ReadDonationOutcomes")]
    public async Task<Ok<IReadOnlyList<QuarterOfOutcomes>>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "donation-outcomes")] HttpRequest http, CancellationToken cancellation) =>
        TypedResults.Ok(OutcomeFigures.ByQuarter(await outcomes.All(cancellation), policies.Today.Count(PolicyKeys.PublicK, ChinaCalendar.DateOf(time.GetUtcNow()))));
}
