using Boai.Workflows.Cases;

namespace Boai.Functions.Access;

/// <summary>Who may call one function, and what holds before it runs. Begin with one of the static members and narrow it.</summary>
/// <remarks>There is no default: a function without a rule stops the start of the app.</remarks>
public sealed record AccessRule
{
    private AccessRule() { }

    /// <summary>Anybody, without a token.</summary>
    public bool IsPublic { get; private init; }

    /// <summary>Whether it answers before the platform has started: it must say that, not wait for it.</summary>
    public bool IsProbe { get; private init; }

    /// <summary>Exists only while the development issuer is on; elsewhere the route answers 404.</summary>
    public bool IsDevelopment { get; private init; }

    /// <summary>Whether the applicant of the case in the route may call it.</summary>
    public bool ForApplicant { get; private init; }

    /// <summary>Role codes; empty when no staff may call it.</summary>
    public IReadOnlyList<string> Roles { get; private init; } = [];

    /// <summary>Roles that may call it about cases of <see cref="GuestProgrammes"/> alone.</summary>
    public IReadOnlyList<string> Guests { get; private init; } = [];

    /// <summary>Programmes whose cases are open to <see cref="Guests"/>.</summary>
    public IReadOnlyList<string> GuestProgrammes { get; private init; } = [];

    /// <summary>Whether the route names a case (<c>{caseNumber}</c>) that is loaded, and must be one of the caller's.</summary>
    public bool OnCase { get; private init; }

    /// <summary>The programme whose cases it is about; a case of another one is unknown here. Null for what every case has.</summary>
    public string? Programme { get; private init; }

    /// <summary>The duty that the act is, checked against what the caller already did in the case.</summary>
    public Duty? Duty { get; private init; }

    /// <summary>Whether staff need a relation to the case: a part in it, or an open task of their role and unit (handbook §12.3).</summary>
    public bool NeedsRelation { get; private init; }

    /// <summary>Whether the header <c>X-Purpose</c> must say what sensitive data is read for. Applicants need none for their own.</summary>
    public bool NeedsPurpose { get; private init; }

    /// <summary>Business code of the case that the function opens; a sequence number is reserved with the idempotency key.</summary>
    public string? Opens { get; private init; }

    /// <summary>Whether the body is read as a stream of up to 20 MiB rather than buffered.</summary>
    public bool IsStreamed { get; private init; }

    /// <summary>Whether a POST needs no <c>Idempotency-Key</c>, because what it carries names itself (a hospital's message id).</summary>
    public bool IsKeyless { get; private init; }

    public static AccessRule Public { get; } = new() { IsPublic = true };

    /// <summary>Anybody, at any time, also while the app starts. For functions that use no key and no case.</summary>
    public static AccessRule Probe { get; } = new() { IsPublic = true, IsProbe = true };

    public static AccessRule Development { get; } = new() { IsPublic = true, IsDevelopment = true };

    /// <summary>The applicant of the case in the route.</summary>
    public static AccessRule Applicant { get; } = new() { ForApplicant = true, OnCase = true };

    /// <summary>Staff with one of these roles. Which cases they reach follows from their unit.</summary>
    public static AccessRule Staff(params IReadOnlyList<string> roles) =>
        roles is [] ? throw new ArgumentException("Name at least one role.", nameof(roles)) : new() { Roles = roles };

    /// <summary>The route names a case; district staff reach their own district's, city staff all.</summary>
    public AccessRule WithCase() => this with { OnCase = true };

    /// <summary>What every case has, is open to people of some programmes for those programmes' cases: a duty desk has no business in relief.</summary>
    public AccessRule And(IReadOnlyList<string> programmes, params IReadOnlyList<string> roles) => this with { GuestProgrammes = programmes, Guests = roles };

    /// <summary>The case in the route, if there is one, is of this programme.</summary>
    public AccessRule Of(string programme) => this with { Programme = programme };

    /// <summary>The act is this duty: nobody may have both sides of a pair in one case (I-11), and who is related stays out.</summary>
    public AccessRule As(Duty duty) => this with { OnCase = true, Duty = duty };

    public AccessRule OrApplicant() => this with { OnCase = true, ForApplicant = true };

    /// <summary>Only those in the case: who acted in it, has an open task in it, heads its unit, or audits.</summary>
    public AccessRule Related() => this with { OnCase = true, NeedsRelation = true };

    public AccessRule WithPurpose() => this with { NeedsPurpose = true };

    /// <param name="businessCode">E.g. <c>HRA</c>.</param>
    public AccessRule Opening(string businessCode) => this with { Opens = businessCode };

    public AccessRule Keyless() => this with { IsKeyless = true };

    public AccessRule Streamed() => this with { IsStreamed = true };
}
