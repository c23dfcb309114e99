using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Boai.Workflows.BodyDonation;

namespace Boai.Functions.BodyDonation;

/// <summary>LIFE-03 遗体捐献 as the shared code sees it.</summary>
internal sealed class BodyProgramme(CaseDecisions decisions, HospitalRegister hospitals) : ICaseProgramme<BodyFacts>
{
    public string Programme => BodyProcess.Programme;

    public string? Orchestration => nameof(BodyDonationCase);

    public IReadOnlyCollection<string> DocumentKinds => BodyDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => BodyWords.Of(head.StateOf());

    public BodyFacts FactsForStaff(StoredHead stored) => stored.As<BodyFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role is Roles.DutyDesk or Roles.DutyLead or Roles.Coordinator ? BodyOpening.Fields : [];

    public async Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation)
    {
        // A unit brings papers to the case to which it was sent, and to no other.
        if (request.Actor.Role == Roles.ReceivingUnit
            && await hospitals.OwnerOf(request.Actor.StaffId, cancellation) is var unit && (unit is null || unit != request.Case.As<BodyFacts>().Facts.Current?.Unit))
        {
            throw new ProblemException(DonationErrors.OtherUnit);
        }

        return await decisions.Decide<BodyFacts>(request, (file, deciding) => BodyProcess.Apply(file, command, deciding), null, note, cancellation);
    }
}
