using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;

namespace Boai.Functions.Payments;

/// <summary>Which unit's payments a person may look at: one's own; staff of the municipality any.</summary>
internal static class PaymentReads
{
    /// <summary>The unit in the query (<c>?unit=500103</c>), or the caller's own.</summary>
    public static UnitCode UnitAsked(this CurrentRequest request, HttpRequest http)
    {
        UnitCode own = ((Caller.Staff)request.Caller).Unit;
        string asked = http.Query["unit"].ToString();
        if (asked.Length == 0)
        {
            return own;
        }

        UnitCode unit = UnitCode.TryParse(asked, out UnitCode? parsed, out InputFault fault)
            ? parsed
            : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "unit"));
        request.MustSee(unit);
        return unit;
    }

    /// <exception cref="ProblemException">The unit is another one's.</exception>
    public static void MustSee(this CurrentRequest request, UnitCode unit)
    {
        UnitCode own = ((Caller.Staff)request.Caller).Unit;
        if (own != unit && own != UnitCode.City)
        {
            throw new ProblemException(PlatformErrors.AccessUnit);
        }
    }
}
