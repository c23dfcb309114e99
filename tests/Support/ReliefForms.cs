using Boai.Functions.HardshipRelief.Application;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.Support;

/// <summary>One valid application; tests change with <c>with</c> only what they are about.</summary>
internal static class ReliefForms
{
    /// <param name="number">Another number is another applicant, phone and account.</param>
    public static ApplicationForm Valid(int number = 1) => new(
        ApplicationForm.CurrentVersion,
        ApplyingAs.Self,
        new ApplicantPart("王小明", "RIC", SyntheticPeople.ResidentId(number), SyntheticPeople.Mobile(number), Circumstances(Health.SeriousIllness)),
        new PlacePart("500103", "解放碑街道某社区"),
        [],
        ReliefCause.Illness,
        "患病住院，自付费用较高，家庭一时困难。",
        new BankPart("王小明", SyntheticPeople.BankAccount(number), "重庆农村商业银行"),
        new RelativesPart(HasRelative: false),
        [.. ReliefConsents.All.Select(code => new ConsentPart(code, ApplicationForm.CurrentVersion))],
        AskedAmountFen: 280_000);

    public static MemberPart Member(int number, FamilyRelation relation = FamilyRelation.Spouse) =>
        new("李雷", "RIC", SyntheticPeople.ResidentId(number), relation, Circumstances(Health.Healthy));

    public static CircumstancesPart Circumstances(Health health) => new(health, "务农", 1_200_000);
}
