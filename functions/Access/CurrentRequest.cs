using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Access;

/// <summary>What the middleware found out about the request under way; one per invocation. Endpoints take it by constructor.</summary>
public sealed class CurrentRequest
{
    private StoredHead? _case;
    private Actor? _actor;
    private AccessPurpose? _purpose;
    private string? _decisionId;

    public Caller Caller { get; internal set; } = new Caller.Anonymous();

    /// <summary>Role in which a member of staff acts: the first of the rule's roles that the account has. Null for everybody else.</summary>
    public string? Role { get; internal set; }

    /// <summary>Who acts; for an applicant the subject id with role PUBLIC.</summary>
    /// <exception cref="InvalidOperationException">The function is public and nobody signed in.</exception>
    public Actor Actor
    {
        get => _actor ?? throw Missing(nameof(Actor), "a rule other than Public");
        internal set => _actor = value;
    }

    /// <summary>The case in the route, loaded once. A decision on it is made with its ETag.</summary>
    /// <exception cref="InvalidOperationException">The function's rule names no case.</exception>
    public StoredHead Case
    {
        get => _case ?? throw Missing(nameof(Case), "WithCase() or As(duty)");
        internal set => _case = value;
    }

    internal StoredHead? CaseOrNull => _case;

    /// <summary>For reading the vault.</summary>
    /// <exception cref="InvalidOperationException">The function's rule asks for no purpose.</exception>
    public AccessPurpose Purpose
    {
        get => _purpose ?? throw Missing(nameof(Purpose), "WithPurpose()");
        internal set => _purpose = value;
    }

    /// <summary>Derived from caller, function and idempotency key: the same request has the same id, however often it comes.</summary>
    /// <exception cref="InvalidOperationException">The request is not a POST.</exception>
    public string DecisionId
    {
        get => _decisionId ?? throw Missing(nameof(DecisionId), "method POST");
        internal set => _decisionId = value;
    }

    /// <summary>Keyed hash of the caller's address.</summary>
    public string From { get; internal set; } = "";

    public string TraceId { get; internal set; } = "";

    /// <summary>The case that a request opened, once <see cref="NewCaseNumber"/> named it.</summary>
    internal CaseNumber? Opened { get; private set; }

    internal (BusinessCode Business, int Year, int Sequence)? Reserved { get; set; }

    /// <summary>The number of the case that this request opens: the same for a repeated request.</summary>
    /// <exception cref="InvalidOperationException">The function's rule opens no case.</exception>
    public CaseNumber NewCaseNumber(UnitCode unit)
    {
        (BusinessCode business, int year, int sequence) = Reserved ?? throw Missing(nameof(NewCaseNumber), "Opening(businessCode)");
        return Opened = CaseNumber.Create(business, unit, year, sequence);
    }

    private static InvalidOperationException Missing(string what, string rule) =>
        new($"{what} is not known for this request: the function's access rule needs {rule}.");
}
