using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;

namespace Boai.Functions.MemorialCare;

/// <summary>LIFE-08 缅怀纪念与人道关怀 as the shared code sees it.</summary>
internal sealed class CareProgramme(CaseDecisions decisions) : ICaseProgramme<CareFacts>
{
    public string Programme => CareProcess.Programme;

    public string Orchestration => nameof(MemorialCareCase);

    public IReadOnlyCollection<string> DocumentKinds => CareDocuments.All;

    public PublicState PublicStateOf(CaseHead head) => head.IsOver ? PublicState.Closed : PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => CareWords.Of(head.StateOf());

    public CareFacts FactsForStaff(StoredHead stored) => stored.As<CareFacts>().Facts;

    /// <summary>The name is read where it is proof-read, and nowhere else.</summary>
    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => [];

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<CareFacts>(request, (file, deciding) => CareProcess.Apply(file, command, deciding), null, note, cancellation);
}
