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
    public static Task<CaseNumber> Open(this PlatformUnderTest platform, CaseNumber? number = null, params IReadOnlyList<ActorDuty> actors) =>
        Open(platform, number ??= Number(), TestProgramme.Open(number, platform.Clock.GetUtcNow(), "open", actors));

    /// <summary>The same, with a case in which nobody has anything to do.</summary>
    public static Task<CaseNumber> OpenWithoutTasks(this PlatformUnderTest platform, CaseNumber number) =>
        Open(platform, number, TestProgramme.Open(number, platform.Clock.GetUtcNow(), "open", [], []));

    private static async Task<CaseNumber> Open(PlatformUnderTest platform, CaseNumber number, CaseOutcome<Tally>.Accepted opening)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        AdmittedHousehold people = await platform.Get<PersonVault>().AdmitHousehold([Applicant], number, cancellation);
        CommitResult opened = await platform.Get<CaseStore>().Open(opening, people.Members[0], "open", cancellation);
        Assert.IsType<CommitResult.Committed>(opened);
        return number;
    }
}
