using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Certificates;

/// <summary>What the holder of a certificate is to the donor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Kinship>))]
public enum Kinship
{
    /// <summary>配偶.</summary>
    Spouse,

    /// <summary>父母.</summary>
    Parent,

    /// <summary>子女.</summary>
    Child,

    /// <summary>祖父母、外祖父母.</summary>
    Grandparent,

    /// <summary>孙子女、外孙子女.</summary>
    Grandchild,

    /// <summary>曾祖辈及以上直系血亲.</summary>
    RemoteAncestor,

    /// <summary>曾孙辈及以下直系血亲.</summary>
    RemoteDescendant,

    /// <summary>兄弟姐妹.</summary>
    Sibling,

    /// <summary>伯叔姑舅姨.</summary>
    UncleOrAunt,

    /// <summary>侄子女、外甥子女.</summary>
    NephewOrNiece,

    /// <summary>堂、表兄弟姐妹.</summary>
    Cousin,

    /// <summary>四代以外旁系血亲.</summary>
    RemoteCollateral,

    /// <summary>姻亲.</summary>
    InLaw,
}

/// <summary>What shows the kinship, as an original that was seen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KinshipProof>))]
public enum KinshipProof
{
    /// <summary>结婚证.</summary>
    MarriageCertificate,

    /// <summary>居民户口簿.</summary>
    HouseholdRegister,

    /// <summary>出生医学证明.</summary>
    BirthCertificate,

    /// <summary>亲属关系公证书.</summary>
    NotarialDeed,

    /// <summary>公安机关或村(居)民委员会证明.</summary>
    AuthorityStatement,
}

/// <summary>Who ranks first under equal conditions when a relative needs an organ.</summary>
public static class KinshipRules
{
    /// <summary>
    /// ODR 20: the spouse, lineal relatives by blood without limit, and collateral ones within three generations. The municipal text names spouse,
    /// parents and children (CQ-BODY 35); the national one is wider and prevails in COTRS (handbook §7.10).
    /// </summary>
    /// <param name="within">Within how many generations a collateral relative has priority, on the day of issue.</param>
    public static bool HasPriority(Kinship kinship, int within) => kinship != Kinship.InLaw && GenerationsOf(kinship) <= within;

    /// <summary>Generations of a collateral relative, counted from oneself up to the common ancestor and down again, the longer side (代); 0 for everybody else.</summary>
    private static int GenerationsOf(Kinship kinship) => kinship switch
    {
        Kinship.Sibling => 2,
        Kinship.UncleOrAunt or Kinship.NephewOrNiece or Kinship.Cousin => 3,
        Kinship.RemoteCollateral => 4,
        Kinship.Spouse or Kinship.Parent or Kinship.Child or Kinship.Grandparent or Kinship.Grandchild
            or Kinship.RemoteAncestor or Kinship.RemoteDescendant or Kinship.InLaw => 0,
        _ => throw new UnreachableException($"No such kinship: {kinship}"),
    };
}
