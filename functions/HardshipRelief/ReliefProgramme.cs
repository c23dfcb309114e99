using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;

namespace Boai.Functions.HardshipRelief;

/// <summary>REL-01 困难救助审批 as the shared code sees it.</summary>
internal sealed class ReliefProgramme(CaseDecisions decisions) : ICaseProgramme<ReliefFacts>
{
    private static readonly string[] Contact = [VaultField.Name, VaultField.Phone];

    // Who pays sees the account and nothing of the need; who checks the need sees no account but through the bank proof.
    private static readonly string[] OfPayment = [VaultField.Name, VaultField.BankHolder, VaultField.BankAccount, VaultField.BankName];

    private static readonly string[] OfReview = [.. DossierFields.OfApplicant.Except([VaultField.BankAccount])];

    public string Programme => ReliefProcess.Programme;

    public string Orchestration => nameof(HardshipReliefApplication);

    public IReadOnlyCollection<string> DocumentKinds => ReliefDocuments.All.ToArray();

    public PublicState PublicStateOf(CaseHead head) => head.StateOf().Shown();

    public string StateNameOf(CaseHead head) => ReliefWords.Of(head.StateOf());

    public ReliefFacts FactsForStaff(StoredHead stored) => stored.As<ReliefFacts>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => role switch
    {
        Roles.Town or Roles.DistrictLead or Roles.CityOfficer or Roles.CityHead or Roles.Executive => OfReview,
        Roles.DistrictOfficer or Roles.Audit or Roles.DataProtection => DossierFields.OfApplicant.ToArray(),
        Roles.Accountant or Roles.Cashier => OfPayment,
        Roles.Village => Contact,
        _ => [],
    };

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<ReliefFacts>(request, (file, deciding) => ReliefProcess.Apply(file, command, deciding), null, note, cancellation);
}
