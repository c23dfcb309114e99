using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.BodyDonation;

namespace Boai.Functions.BodyDonation;

/// <summary>LIFE-03 遗体捐献 as the shared code sees it.</summary>
internal sealed class BodyProgramme(CaseDecisions decisions) : ICaseProgramme
{
    public string Programme => BodyProcess.Programme;

    public string? Orchestration => nameof(BodyDonationCase);

    public IReadOnlyCollection<string> DocumentKinds => BodyDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => BodyWords.Of(head.StateOf());

    public object FactsForStaff(StoredHead stored) => stored.As<BodyFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role is Roles.DutyDesk or Roles.DutyLead or Roles.Coordinator ? BodyOpening.Fields : [];

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<BodyFacts>(request, (file, deciding) => BodyProcess.Apply(file, command, deciding), null, note, cancellation);
}
