using System.Security.Claims;
using Boai.Workflows.Shared;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Boai.Functions.Identity;

/// <summary>The claims of a staff token: <c>sub</c>, <c>roles</c> (one or more), <c>unit</c>.</summary>
internal static class StaffClaims
{
    public const string Subject = "sub";
    public const string Roles = "roles";
    public const string Unit = "unit";

    /// <returns>Null when a claim is missing, or no role is one of ours.</returns>
    public static Caller? Read(JsonWebToken token)
    {
        string[] roles = [.. token.Claims.Where(claim => claim.Type == Roles).Select(claim => claim.Value).Where(StaffRoles.All.Contains)];
        return token.Subject is { Length: > 0 and <= 128 } subject && roles is not []
            && token.TryGetPayloadValue(Unit, out string? unit) && UnitCode.TryParse(unit, out UnitCode? code, out _)
                ? new Caller.Staff(subject, roles, code)
                : null;
    }

    public static IDictionary<string, object> Write(string staffId, IReadOnlyList<string> roles, UnitCode unit) =>
        new Dictionary<string, object> { [Subject] = staffId, [Roles] = roles, [Unit] = unit.Value };
}
