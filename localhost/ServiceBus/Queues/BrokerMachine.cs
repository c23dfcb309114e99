namespace Boai.Localhost.ServiceBus;

/// <summary>
/// The rules of the queues. Every method is given the time, changes the state by events and leaves these to be made
/// durable; nobody outside may learn of a result before they are. Not thread-safe: its owner serializes calls.
/// </summary>
/// <param name="newToken">Makes lock tokens.</param>
internal sealed partial class BrokerMachine(ServiceBusConfiguration configuration, Func<Guid> newToken)
{
    private List<BrokerEvent> emitted = [];

    public BrokerState State { get; } = new(configuration);

    /// <summary>The events since the last call.</summary>
    public IReadOnlyList<BrokerEvent> TakeEvents()
    {
        List<BrokerEvent> events = emitted;
        emitted = [];
        return events;
    }

    public bool HasEvents => emitted.Count > 0;

    /// <summary>Rebuilds state from the journal.</summary>
    public void Replay(IEnumerable<BrokerEvent> events)
    {
        foreach (BrokerEvent change in events)
        {
            State.Apply(change);
        }
    }

    /// <summary>The entity behind an address.</summary>
    /// <exception cref="ServiceBusFaultException">No such queue is declared.</exception>
    public EntityState Find(EntityPath path)
    {
        QueueSettings settings = Settings(path);
        return State.Entity(path.DeadLetter ? settings.Name + EntityPath.DeadLetterSuffix : settings.Name);
    }

    public QueueSettings Settings(EntityPath path) => configuration.Queues.TryGetValue(path.Queue, out QueueSettings? settings)
        ? settings
        : throw new ServiceBusFaultException(
            FaultCondition.NotFound,
            $"The messaging entity '{path.Queue}' could not be found. Declare it in servicebus.json (declared: {string.Join(", ", configuration.Queues.Keys)}).");

    private void Emit(BrokerEvent change)
    {
        State.Apply(change);
        emitted.Add(change);
    }
}
