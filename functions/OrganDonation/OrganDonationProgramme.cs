using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;

namespace Boai.Functions.OrganDonation;

/// <summary>LIFE-02 人体器官捐献见证 as the shared code sees it.</summary>
internal sealed class OrganDonationProgramme(CaseDecisions decisions, HospitalRegister hospitals) : ICaseProgramme<OrganFacts>
{
    public string Programme => OrganProcess.Programme;

    public string Orchestration => nameof(OrganDonationWitness);

    public IReadOnlyCollection<string> DocumentKinds { get; } = ["ethics-record", "embassy-consent", "phone-log"];

    // A donor case has no applicant who follows it: whatever is shown says no more than that it is looked after.
    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => OrganWords.Of(head.StateOf());

    public OrganFacts FactsForStaff(StoredHead stored) => Shown(stored.As<OrganFacts>().Facts, staffId: "");

    /// <summary>Nobody reads a donor's identity here.</summary>
    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => [];

    public async Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation)
    {
        // An OPO hospital brings papers to its own donors' cases.
        if (request.Actor.Role == Roles.Opo && await hospitals.OwnerOf(request.Actor.StaffId, cancellation) != request.Case.As<OrganFacts>().Facts.ProcuringHospital)
        {
            throw new ProblemException(OrganProblems.Sender);
        }

        return await decisions.Decide<OrganFacts>(request, (file, deciding) => OrganProcess.Apply(file, command, deciding), null, note, cancellation);
    }

    /// <summary>The facts as somebody may read them: reports of others stay sealed until all are in.</summary>
    public static OrganFacts Shown(OrganFacts facts, string staffId) => facts with { Reports = ReportStage.Readable(facts, staffId) };
}
