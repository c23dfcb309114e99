using Boai.Localhost.Engine.Model;

namespace Boai.Localhost.Engine.Running;

/// <summary>A called activity or sub-orchestration failed; becomes the public exception once no retry is left.</summary>
#pragma warning disable CA1032, CA1064 // never leaves the engine
internal sealed class StepFailedException(string taskName, int taskId, Failure failure) : Exception
#pragma warning restore CA1032, CA1064
{
    public Failure Failure { get; } = failure;

    public Microsoft.DurableTask.TaskFailedException Public() => new(taskName, taskId, Failure.Details);
}
