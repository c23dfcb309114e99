using System.Text.Json.Serialization;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;

namespace Boai.Functions.HospitalMessages.Register;

/// <summary>How a hospital takes what the branch says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HospitalDoor>))]
public enum HospitalDoor
{
    /// <summary>It fetches by HTTP.</summary>
    Http,

    /// <summary>The branch puts it into the queue of replies.</summary>
    Queue,
}

/// <param name="KeyId">The hospital's own name for the key.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of an ECDSA key on P-256, Base64 without PEM's lines.</param>
public sealed record HospitalKey(string KeyId, string PublicKey);

/// <summary>An institution that exchanges messages with the branch, as the branch registered it.</summary>
/// <param name="Code">Unified social credit code.</param>
/// <param name="Unit">District in which it lies.</param>
/// <param name="Areas">Districts assigned to it for procurement (ODR 16); empty for others.</param>
/// <param name="IndependentDepartment">Whether procurement is independent of transplantation (ODR 15).</param>
/// <param name="Accounts">Staff accounts and system credentials that speak for it.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
public sealed record Hospital(
    OrganisationCode Code, string Name, IReadOnlyList<HospitalRole> Roles, UnitCode Unit, IReadOnlyList<UnitCode> Areas, bool IndependentDepartment,
    IReadOnlyList<string> Accounts, double Latitude, double Longitude)
{
    /// <summary>Where it is answered.</summary>
    public HospitalDoor Door { get; init; }

    /// <summary>Public keys with which it signs messages that come by the queue; several while it changes from one to the next.</summary>
    public IReadOnlyList<HospitalKey> Keys { get; init; } = [];

    /// <summary>Of a receiving unit: whether it takes a body of which organs were removed (handbook §7.5).</summary>
    public bool TakesBodiesAfterOrgans { get; init; }

    /// <summary>Telephone for the public, as on donors' cards; null while none is registered.</summary>
    public string? Phone { get; init; }

    /// <summary>When its rosters of procurement and transplant staff were filed; null while they were not.</summary>
    public DateTimeOffset? RosterFiledAt { get; init; }
}
