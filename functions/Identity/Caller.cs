using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.Identity;

/// <summary>Who sent a request.</summary>
public abstract record Caller
{
    private Caller() { }

    /// <summary>Nobody in particular: no token came with the request.</summary>
    public sealed record Anonymous : Caller;

    /// <summary>A member of staff, or of an institution that works with the branch.</summary>
    /// <param name="StaffId">Opaque account id.</param>
    /// <param name="Roles">Role codes of handbook §2.8; at least one.</param>
    /// <param name="Unit">The unit that the person serves.</param>
    public sealed record Staff(string StaffId, IReadOnlyList<string> Roles, UnitCode Unit) : Caller;

    /// <summary>The applicant of one case, proved by a code to the phone given in it.</summary>
    public sealed record Applicant(SubjectId Subject, CaseNumber Case) : Caller;

    /// <summary>For keys and logs.</summary>
    public string Id => this switch
    {
        Staff staff => staff.StaffId,
        Applicant applicant => applicant.Subject.Value,
        _ => "anonymous",
    };
}
