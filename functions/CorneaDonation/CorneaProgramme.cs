using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;

namespace Boai.Functions.CorneaDonation;

/// <summary>LIFE-04 角膜(组织)捐献 as the shared code sees it.</summary>
internal sealed class CorneaProgramme(CaseDecisions decisions) : ICaseProgramme
{
    public string Programme => CorneaProcess.Programme;

    public string? Orchestration => nameof(CorneaDonationCase);

    public IReadOnlyCollection<string> DocumentKinds => CorneaDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => CorneaWords.Of(head.StateOf());

    public object FactsForStaff(StoredHead stored) => stored.As<CorneaFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role is Roles.DutyDesk or Roles.DutyLead or Roles.Coordinator ? CorneaOpening.Fields : [];

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<CorneaFacts>(request, (file, deciding) => CorneaProcess.Apply(file, command, deciding), null, note, cancellation);
}
