using Boai.Functions.Audit;
using Boai.Workflows.Cases;

namespace Boai.Functions.Vault;

/// <summary>Who reads personal data, for what, in which case: goes into the access log before the data comes out of the vault.</summary>
/// <param name="Code">One of <see cref="PurposeCodes"/>.</param>
/// <param name="From">Keyed hash of the caller's address; empty for the system.</param>
public sealed record AccessPurpose(string Code, string Who, string Role, string Unit, string Case, string From)
{
    /// <summary>A step that the system takes in a case, such as sending a notice.</summary>
    public static AccessPurpose System(string code, string caseNumber) =>
        new(code, Actor.System.StaffId, Actor.System.Role, Actor.System.Unit.Value, caseNumber, "");

    internal AccessLine Line(string what, string fields, string result) => new(Who, Role, Unit, what, fields, Code, Case, result, From);
}

/// <summary>What sensitive data is read for (handbook §12.3); sent in the header <c>X-Purpose</c>.</summary>
public static class PurposeCodes
{
    /// <summary>受理审查.</summary>
    public const string Intake = "intake";

    /// <summary>调查核实.</summary>
    public const string Verification = "verification";

    /// <summary>审批.</summary>
    public const string Approval = "approval";

    /// <summary>拨付.</summary>
    public const string Payment = "payment";

    /// <summary>回访.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>通知申请人.</summary>
    public const string Notice = "notice";

    /// <summary>疑点调查.</summary>
    public const string Investigation = "investigation";

    /// <summary>内审、监督.</summary>
    public const string Audit = "audit";

    /// <summary>个人信息主体行使权利.</summary>
    public const string DataSubject = "data-subject";

    /// <summary>报送国家登记系统.</summary>
    public const string NationalRegister = "national-register";

    /// <summary>系统核对: duplicates, household, recusal.</summary>
    public const string Screening = "screening";

    /// <summary>向合作单位推送.</summary>
    public const string Partner = "partner";

    /// <summary>密钥轮换.</summary>
    public const string Keys = "keys";

    /// <summary>Codes that a person may give; notices, telling partners and screening are the system's.</summary>
    public static IReadOnlyList<string> OfPeople { get; } = [Intake, Verification, Approval, Payment, FollowUp, Investigation, Audit, DataSubject, NationalRegister];
}
