using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>LIFE-01 捐献意愿登记 as the shared code sees it: records that rest.</summary>
internal sealed class IntentProgramme(CaseDecisions decisions, IntentSettlement settlement) : ICaseProgramme<IntentFacts>
{
    public string Programme => IntentProcess.Programme;

    public string? Orchestration => null;

    public IReadOnlyCollection<string> DocumentKinds => IntentDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.StateOf() switch
    {
        IntentState.Registering or IntentState.LegalReview => PublicState.UnderReview,
        _ => PublicState.Closed,
    };

    public string StateNameOf(CaseHead head) => IntentWords.Of(head.StateOf());

    public IntentFacts FactsForStaff(StoredHead stored) => stored.As<IntentFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role is Roles.DistrictOfficer or Roles.CityOfficer ? IntentFields.OfHolder : [];

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<IntentFacts>(request, (file, deciding) => IntentProcess.Apply(file, command, deciding), null, note, cancellation);

    public Task Settle(CaseNumber number, DurableTaskClient client, CancellationToken cancellation) => settlement.Settle(number, client, cancellation);
}
