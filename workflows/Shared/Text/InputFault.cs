using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>Why a text was refused as an identifier or another checked value. One member is one sentence to the person who typed it.</summary>
/// <remarks>Members are never renamed or reused: <see cref="InputFaults.Code"/> is part of the answers that others have stored.</remarks>
public enum InputFault
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Null, empty or blank.</summary>
    Missing,

    // 居民身份证 and its relatives, GB 11643
    ResidentIdLength,
    ResidentIdCharacter,
    ResidentIdBirthDate,
    ResidentIdBornInFuture,
    ResidentIdTooOld,
    ResidentIdCheckCharacter,
    FirstGenerationIdForm,
    FirstGenerationIdBirthDate,
    FirstGenerationIdRetired,
    HmtPermitPrefix,
    PermanentResidentIdForm,
    PermanentResidentIdCheckCharacter,
    PassportNumber,
    PassportCountry,
    BirthCertificateForm,
    TemporaryPersonCodeForm,
    PersonIdKindUnknown,

    // 统一社会信用代码, GB 32100
    OrganisationCodeLength,
    OrganisationCodeCharacter,
    OrganisationCodeCheckCharacter,

    PhoneForm,

    // 姓名
    PersonNameLength,
    PersonNameControlCharacter,
    PersonNameDirectionOverride,
    PersonNameDigit,
    PersonNameFormula,
    PersonNameSymbol,
    PersonNameScript,
    PersonNameSeparator,

    // 银行卡
    BankCardLength,
    BankCardCharacter,
    BankCardCheckDigit,

    // 金额
    AmountNotWholeFen,
    AmountOutOfRange,
    CapitalsForm,

    // 区划
    UnitCodeForm,
    UnitUnknown,
    UnitNotYetInForce,
    UnitRetired,
    StreetCodeForm,
    StreetOutsideDistrict,

    // 案件编号
    BusinessCodeUnknown,
    CaseNumberForm,
    CaseNumberCheckCharacter,

    // 付款单, 付款批次, 资金
    PaymentIdForm,
    BankReferenceForm,
    BankChannelForm,
    BatchIdForm,
    FundIdForm,
}

/// <summary>Stable codes of <see cref="InputFault"/>.</summary>
public static class InputFaults
{
    /// <summary>The fault's code in answers and logs, for example <c>residentIdCheckCharacter</c>.</summary>
    public static string Code(this InputFault fault) => JsonNamingPolicy.CamelCase.ConvertName(fault.ToString());
}
