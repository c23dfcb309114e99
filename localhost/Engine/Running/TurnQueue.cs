namespace Boai.Localhost.Engine.Running;

/// <summary>
/// The one thread of execution of an orchestrator: whatever its code posts or schedules runs here, in order, during its steps only.
/// Anything that arrives at another moment comes from a task that is not the context's, and is reported instead of run.
/// </summary>
internal sealed class TurnQueue : TaskScheduler
{
    private readonly Queue<Action> work = new();
    private readonly Context context;
    private int thread;

    public TurnQueue()
    {
        context = new(this);
    }

    /// <summary>Set once something came from outside a step.</summary>
    public bool WasEnteredFromOutside { get; private set; }

    /// <summary>Called when something came from outside a step while no step was running.</summary>
    public Action? EnteredFromOutside { get; set; }

    public bool IsInTurn => thread != 0 && thread == Environment.CurrentManagedThreadId;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs one step: what is given, and everything that follows from it.</summary>
    public void Run(Action start)
    {
        Task turn = new(() => Pump(start));
        turn.RunSynchronously(this);
        turn.GetAwaiter().GetResult();
    }

    /// <summary>Runs what is waiting until nothing is.</summary>
    public void Drain()
    {
        while (work.TryDequeue(out Action? next))
        {
            next();
        }
    }

    public void ReportOutside()
    {
        bool first = !WasEnteredFromOutside;
        WasEnteredFromOutside = true;
        if (first)
        {
            EnteredFromOutside?.Invoke();
        }
    }

    protected override void QueueTask(Task task)
    {
        if (IsInTurn)
        {
            work.Enqueue(() => TryExecuteTask(task));
        }
        else
        {
            ReportOutside();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => !taskWasPreviouslyQueued && (thread == 0 || IsInTurn) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Pump(Action start)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        thread = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            start();
            Drain();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            thread = 0;
        }
    }

    private sealed class Context(TurnQueue queue) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (queue.IsInTurn)
            {
                queue.work.Enqueue(() => d(state));
            }
            else
            {
                queue.ReportOutside();
            }
        }

        public override void Send(SendOrPostCallback d, object? state)
            => throw new NotSupportedException("An orchestrator cannot be entered from another thread.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
