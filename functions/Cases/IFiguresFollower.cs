namespace Boai.Functions.Cases;

/// <summary>Hears when the figures of a year stand: v1 by the freeze, each later version by a correction (GOV-05, handbook §10.5).</summary>
/// <remarks>All that are registered are told, by an activity: at least once, so an implementation must be safe to repeat. One that fails is tried again, and the others with it.</remarks>
public interface IFiguresFollower
{
    /// <param name="year">Reporting year.</param>
    /// <param name="version">1 or more.</param>
    /// <param name="snapshotHash">SHA-256 of the snapshot, in lower-case hexadecimal.</param>
    /// <param name="at">When they were frozen or corrected.</param>
    Task FiguresFrozen(int year, int version, string snapshotHash, DateTimeOffset at, CancellationToken cancellation);
}
