namespace Boai.Functions.Cases;

/// <summary>Whoever must hear that figures were frozen.</summary>
public interface IFiguresFollower
{
    /// <summary>The figures of a year were frozen, or corrected into a new version. Safe to repeat.</summary>
    /// <param name="year">Reporting year.</param>
    /// <param name="version">1 is the first frozen version.</param>
    /// <param name="snapshotHash">SHA-256 over the snapshot, lower-case hex.</param>
    /// <param name="at">When it was frozen.</param>
    Task FiguresFrozen(int year, int version, string snapshotHash, DateTimeOffset at, CancellationToken cancellation);
}
