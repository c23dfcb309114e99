namespace Boai.Workflows.Cases;

/// <summary>A visit to a state that is over.</summary>
/// <param name="Version">The version at which the state was entered: <see cref="CaseHead.StateVersion"/> of then.</param>
/// <param name="At">When it was entered.</param>
public sealed record StateVisit(string State, int Version, DateTimeOffset At)
{
    /// <summary>How many a head keeps: more than people can end while an orchestration is away.</summary>
    public const int Kept = 16;

    // A new history follows the old one at once, or comes in the place of a failed one as soon as that is found.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether an orchestration has not seen it: people may take a case through a state while its orchestration is away or slow, and what is owed
    /// on entering that state is owed all the same.
    /// </summary>
    /// <param name="seen">Version of the visit that this history has dealt with last; 0 when it has just begun and does not know what the one before has seen.</param>
    public bool IsUnseen(int seen, DateTimeOffset now) => Version > seen && (seen > 0 || At > now - Memory);
}
