using System.Collections.Concurrent;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Cases that this process has just opened, kept for their orchestration's first look: what was written a moment ago need not be read.</summary>
/// <remarks>
/// Whoever writes to a case before that look tells the orchestration, which looks again and reads; so an answer of a moment ago delays nothing.
/// An older one is not given: an orchestration that could not be started at once may not have been there to be told. A case whose
/// orchestration looks from another process stays until too many have gathered; forgetting costs one read.
/// </remarks>
internal sealed class OpenedCases(TimeProvider time)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (CaseFile<ReliefFacts> File, DateTimeOffset Until)> _files = new(StringComparer.Ordinal);

    public void Keep(CaseFile<ReliefFacts> file)
    {
        if (_files.Count >= Most)
        {
            _files.Clear();
        }

        _files[file.Head.Number.Value] = (file, time.GetUtcNow() + Moment);
    }

    /// <returns>The case as it was opened, once; null otherwise.</returns>
    public CaseFile<ReliefFacts>? Take(CaseNumber number) =>
        _files.TryRemove(number.Value, out (CaseFile<ReliefFacts> File, DateTimeOffset Until) kept) && time.GetUtcNow() < kept.Until ? kept.File : null;
}
