namespace Boai.Workflows.Cases;

/// <summary>The event that tells a case's orchestration that the case has this version now. Lost or doubled, it does no harm.</summary>
/// <param name="Version">For people who read histories; the orchestration reads the case itself.</param>
public sealed record CaseChanged(int Version)
{
    /// <summary>The event's name.</summary>
    public const string EventName = nameof(CaseChanged);
}
