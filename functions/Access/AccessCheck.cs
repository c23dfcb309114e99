using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Access;

/// <summary>The decisions of access control: pure, so that every row of the rules can be tested.</summary>
public static class AccessCheck
{
    /// <summary>Whether this kind of caller may call the function at all.</summary>
    /// <param name="role">The role in which staff act then; null for everybody else.</param>
    /// <returns>Null when so.</returns>
    public static Problem? OfCaller(AccessRule rule, Caller caller, out string? role)
    {
        role = caller is Caller.Staff staff
            ? rule.Roles.FirstOrDefault(staff.Roles.Contains) ?? (rule.IsPublic ? staff.Roles[0] : rule.Guests.FirstOrDefault(staff.Roles.Contains))
            : null;
        if (rule.IsPublic)
        {
            return null;
        }

        return caller switch
        {
            Caller.Anonymous => new Problem(PlatformErrors.AuthMissing),
            Caller.Staff when role is null => new Problem(PlatformErrors.AccessRole),
            Caller.Applicant when !rule.ForApplicant => new Problem(PlatformErrors.AccessRole),
            _ => null,
        };
    }

    /// <summary>Whether the case is one that the caller may reach. Asked before the case is read: its number says whose it is.</summary>
    /// <remarks>Staff of the municipality reach every case. Nothing leaks: a case number carries its district for everyone to read.</remarks>
    public static Problem? OfNumber(Caller caller, CaseNumber number) => caller switch
    {
        Caller.Applicant applicant when applicant.Case != number => new Problem(PlatformErrors.AccessCase),
        _ => null,
    };

    /// <summary>Whether the case, as it stands, is one that the caller may reach.</summary>
    public static Problem? OfCase(Caller caller, CaseHead head) => caller switch
    {
        Caller.Staff staff when staff.Unit != UnitCode.City && staff.Unit != head.Owner => new Problem(PlatformErrors.AccessUnit),
        _ => OfNumber(caller, head.Number),
    };

    /// <summary>Whether a guest's case is of a programme that is open to guests.</summary>
    /// <param name="role">The role in which staff act.</param>
    public static Problem? OfGuest(AccessRule rule, string? role, CaseHead head) =>
        role is null || rule.Roles.Contains(role) || !rule.Guests.Contains(role) || rule.GuestProgrammes.Contains(head.Programme)
            ? null
            : new Problem(PlatformErrors.AccessRole);

    /// <summary>Whether a member of staff is one of those in the case (handbook §12.3).</summary>
    public static Problem? OfRelation(AccessRule rule, Actor actor, Caller caller, CaseHead head)
    {
        if (!rule.NeedsRelation || caller is not Caller.Staff)
        {
            return null;
        }

        if (head.Recused.Contains(actor.StaffId, StringComparer.Ordinal))
        {
            return new Problem(CaseProblems.Recusal);
        }

        bool related = actor.Role is Roles.Audit or Roles.DataProtection or Roles.DistrictLead
            || head.Actors.Any(done => done.StaffId == actor.StaffId)
            || head.Tasks.Any(task => task.AssignedTo == actor.StaffId || (task.Unit == actor.Unit && task.Roles.Contains(actor.Role)));
        return related ? null : new Problem(PlatformErrors.AccessRelation);
    }

    /// <summary>Whether the caller may take on the rule's duty in this case (I-11).</summary>
    public static Problem? OfDuty(AccessRule rule, Actor actor, CaseHead head) =>
        rule.Duty is { } duty && DutySeparation.Check(head, actor, duty) is { } separated ? separated.ToProblem() : null;

    /// <summary>Whether the purpose of reading is one that a person may give.</summary>
    public static Problem? OfPurpose(AccessRule rule, Caller caller, string? purpose) =>
        rule.NeedsPurpose && caller is Caller.Staff && !PurposeCodes.OfPeople.Contains(purpose)
            ? Problem.Of(PlatformErrors.AccessPurpose, ("codes", string.Join('、', PurposeCodes.OfPeople)))
            : null;
}
