using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>The kinds of personal identifier (handbook §2.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonIdKind>))]
public enum PersonIdKind
{
    /// <summary>居民身份证, GB 11643-1999.</summary>
    ResidentId,

    /// <summary>第一代居民身份证, 15 digits: not valid since 2013, met in historical records only.</summary>
    FirstGenerationId,

    /// <summary>港澳台居民居住证.</summary>
    HmtResidencePermit,

    /// <summary>外国人永久居留身份证.</summary>
    PermanentResidentId,

    /// <summary>护照.</summary>
    Passport,

    /// <summary>出生医学证明, for an infant without a number of its own.</summary>
    BirthCertificate,

    /// <summary>无名氏: a temporary code, to be resolved or closed.</summary>
    Unknown,
}

/// <summary>The codes of the kinds, as stored and as keys are computed over them.</summary>
public static class PersonIdKinds
{
    private static readonly Dictionary<PersonIdKind, string> Codes = new()
    {
        [PersonIdKind.ResidentId] = "RIC",
        [PersonIdKind.FirstGenerationId] = "RIC15",
        [PersonIdKind.HmtResidencePermit] = "HMT-RP",
        [PersonIdKind.PermanentResidentId] = "FPR",
        [PersonIdKind.Passport] = "PPT",
        [PersonIdKind.BirthCertificate] = "BIRTH",
        [PersonIdKind.Unknown] = "UNK",
    };

    /// <summary>For example <c>RIC</c>.</summary>
    public static string Code(this PersonIdKind kind) => Codes[kind];

    /// <summary>The kind of a code.</summary>
    /// <returns>Null for an unknown code.</returns>
    public static PersonIdKind? FromCode(string? code)
    {
        foreach ((PersonIdKind kind, string known) in Codes)
        {
            if (known == code)
            {
                return kind;
            }
        }

        return null;
    }
}
