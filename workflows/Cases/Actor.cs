using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>Who acts, in which capacity, for which unit.</summary>
/// <param name="StaffId">Opaque id of an account; for an applicant the opaque subject id. Never a name or a number.</param>
/// <param name="Role">One of <see cref="Roles"/>: the capacity of this act. A person with several roles acts in one at a time.</param>
/// <param name="Unit">The unit that the person serves.</param>
public sealed record Actor(string StaffId, string Role, UnitCode Unit)
{
    /// <summary>The system identity (handbook §2.8 SYS): timers and automatic steps.</summary>
    public static Actor System { get; } = new("sys", Roles.System, UnitCode.City);

    public bool IsSystem => Role == Roles.System;
}
