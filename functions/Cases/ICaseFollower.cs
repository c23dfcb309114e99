using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>Whoever must hear of every change of a case, whatever becomes of the process that makes it.</summary>
public interface ICaseFollower
{
    /// <summary>A change is about to be written. Whether it was is for the follower to look up: the write may fail, or lose to another.</summary>
    /// <param name="head">As it will be, when the write succeeds.</param>
    /// <param name="firstVersion">The version of the change's first event.</param>
    Task Changing(CaseHead head, int firstVersion, CancellationToken cancellation);
}
