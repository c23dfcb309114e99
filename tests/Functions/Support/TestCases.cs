using Boai.Functions.Cases;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Support;

/// <summary>Cases and people to begin a test with.</summary>
internal static class TestCases
{
    public const string Name = "王小明";
    public const string IdNumber = "500103199003070017";
    public const string Phone = "13800138000";
    public const string BankAccount = "6222020000000000001";

    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");

    public static NewMember Applicant { get; } = new("RIC", IdNumber, Name, new Dictionary<string, string>
    {
        [VaultField.Phone] = Phone,
        [VaultField.BankAccount] = BankAccount,
    });

    public static CaseNumber Number(int sequence = 17, string unit = "500103") =>
        CaseNumber.Create(BusinessCode.Parse("HRA"), UnitCode.Parse(unit), 2026, sequence);

    /// <summary>Admits the applicant and opens a case.</summary>
    public static async Task<CaseNumber> Open(this PlatformUnderTest platform, CaseNumber? number = null, params IReadOnlyList<ActorDuty> actors)
    {
        number ??= Number();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        AdmittedHousehold people = await platform.Get<PersonVault>().AdmitHousehold([Applicant], number, cancellation);
        CommitResult opened = await platform.Get<CaseStore>().Open(
            TestProgramme.Open(number, platform.Clock.GetUtcNow(), "open", actors), people.Members[0], "open", cancellation);
        Assert.IsType<CommitResult.Committed>(opened);
        return number;
    }
}
