using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;

namespace Boai.Localhost.Engine.Running;

/// <summary>
/// Matches external events with those who wait for them, by name whatever the case. Events wait in the order of their arrival;
/// of several waiters the latest is served first, as in the public implementation, and one that gave up is passed over.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<Item>> buffered = new(StringComparer.OrdinalIgnoreCase);

    public bool AnyAwaited => waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsDone));

    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        Waiter<T> waiter = new(converter);
        if (waiters.TryGetValue(name, out Stack<Waiter>? others) && Living(others) is { } other && other.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {other.Type.FullName} but was requested {typeof(T).FullName}.");
        }

        if (buffered.TryGetValue(name, out Queue<Item>? queue))
        {
            waiter.Take(queue.Dequeue());
            if (queue.Count == 0)
            {
                buffered.Remove(name);
            }

            return waiter.Task;
        }

        if (others is null)
        {
            waiters[name] = others = new();
        }

        others.Push(waiter);
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => waiter.Cancel(cancellation));
        }

        return waiter.Task;
    }

    public void Receive(Item item)
    {
        string name = item.Name ?? string.Empty;
        if (waiters.TryGetValue(name, out Stack<Waiter>? stack) && Living(stack) is not null)
        {
            Waiter waiter = stack.Pop();
            if (stack.Count == 0)
            {
                waiters.Remove(name);
            }

            waiter.Take(item);
        }
        else if (buffered.TryGetValue(name, out Queue<Item>? queue))
        {
            queue.Enqueue(item);
        }
        else
        {
            buffered[name] = new([item]);
        }
    }

    /// <summary>What came and was not awaited.</summary>
    public IReadOnlyList<Item> Unprocessed() => [.. buffered.Values.SelectMany(queue => queue)];

    private static Waiter? Living(Stack<Waiter> stack)
    {
        while (stack.TryPeek(out Waiter? waiter))
        {
            if (!waiter.IsDone)
            {
                return waiter;
            }

            stack.Pop();
        }

        return null;
    }

    private abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsDone { get; }

        public abstract void Take(Item item);
    }

    private sealed class Waiter<T>(DataConverter converter) : Waiter
    {
        private readonly TaskCompletionSource<T> source = new();

        public override Type Type => typeof(T);

        public override bool IsDone => source.Task.IsCompleted;

        public Task<T> Task => source.Task;

        public void Cancel(CancellationToken cancellation) => source.TrySetCanceled(cancellation);

        public override void Take(Item item)
        {
            try
            {
                source.TrySetResult(converter.Deserialize<T>(item.Data)!);
            }
#pragma warning disable CA1031 // a payload that cannot be read is thrown where it is awaited
            catch (Exception unreadable)
            {
                source.TrySetException(unreadable);
            }
#pragma warning restore CA1031
        }
    }
}
