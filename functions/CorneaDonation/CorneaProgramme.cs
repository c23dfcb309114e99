using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;

namespace Boai.Functions.CorneaDonation;

/// <summary>LIFE-04 角膜(组织)捐献 as the shared code sees it.</summary>
internal sealed class CorneaProgramme(CaseDecisions decisions, HospitalRegister hospitals) : ICaseProgramme<CorneaFacts>
{
    public string Programme => CorneaProcess.Programme;

    public string? Orchestration => nameof(CorneaDonationCase);

    public IReadOnlyCollection<string> DocumentKinds => CorneaDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => CorneaWords.Of(head.StateOf());

    public CorneaFacts FactsForStaff(StoredHead stored) => stored.As<CorneaFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role is Roles.DutyDesk or Roles.DutyLead or Roles.Coordinator ? CorneaOpening.Fields : [];

    public async Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation)
    {
        // A unit brings papers to the case to which it was sent, and to no other.
        if (request.Actor.Role == Roles.ReceivingUnit
            && await hospitals.OwnerOf(request.Actor.StaffId, cancellation) is var unit && (unit is null || unit != request.Case.As<CorneaFacts>().Facts.EyeBank))
        {
            throw new ProblemException(DonationErrors.OtherUnit);
        }

        return await decisions.Decide<CorneaFacts>(request, (file, deciding) => CorneaProcess.Apply(file, command, deciding), null, note, cancellation);
    }
}
