using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Tests.Support;

namespace Boai.Tests.Functions.Forms;

/// <summary>Account ids stand in cases in the clear, so nothing else may be given for one.</summary>
public sealed class StaffIdsTests
{
    /// <summary>What names a person, or nobody.</summary>
    public static TheoryData<string> Wrong { get; } =
        ["", "王小明", "yz officer", new string('a', 65), SyntheticPeople.ResidentId(3), SyntheticPeople.Mobile(3), SyntheticPeople.BankAccount(3)];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_name_or_a_number_of_a_person_is_no_account(string id)
    {
        Problem problem = Assert.Single(Assert.Throws<ProblemException>(() => StaffIds.Checked(["yz-officer-1", id], "staffIds")).Problems);

        Assert.Equal((PlatformErrors.StaffId, "staffIds[1]"), (problem.Code, problem.Field));
    }

    [Fact]
    public void Accounts_come_back_each_once() => Assert.Equal(
        ["yz-officer-1", "6c1f0f64-5d0a-4a55-9a6e-0d6e6d3a7c11", "1001"],
        StaffIds.Checked(["yz-officer-1", "6c1f0f64-5d0a-4a55-9a6e-0d6e6d3a7c11", "yz-officer-1", "1001"], "staffIds"));
}
