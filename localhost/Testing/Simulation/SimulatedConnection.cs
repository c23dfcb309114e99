using Boai.Localhost.Engine;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>How often what goes wrong between a process and its storage.</summary>
/// <param name="Error">The storage refuses or is not reached: nothing was done.</param>
/// <param name="LostAnswer">It was done, but the caller sees a failure.</param>
/// <param name="Late">The caller sees a failure at once, and it is done later.</param>
/// <param name="Twice">The request arrives twice, and the second answer is the one that comes.</param>
/// <param name="Slow">The answer takes up to seconds.</param>
/// <param name="Crash">The process dies at a write: before it arrives, or after it was done and before the answer.</param>
/// <param name="Forged">The storage confirms an entry and does not keep it. No engine can bear that: it shows that the checks see.</param>
internal sealed record FaultRates(double Error, double LostAnswer, double Late, double Twice, double Slow, double Crash, double Forged = 0)
{
    public static FaultRates None { get; } = new(0, 0, 0, 0, 0, 0);
}

/// <summary>The storage as one process reaches it.</summary>
internal sealed class SimulatedConnection(
    SimulatedWorld world, SimulatedStorage storage, SimulatedProcess process, Func<FaultRates> rates, Action crash) : IJournalStore
{
    public string Description => "the simulated storage";

    public Task InitializeAsync(CancellationToken cancellation) => Request("initialize", () => true, cancellation);

    public Task<JournalHead?> ReadHeadAsync(CancellationToken cancellation) => Request("read head", () => storage.Head, cancellation);

    public Task<string?> TryWriteHeadAsync(byte[] content, string? replaces, CancellationToken cancellation)
        => Request("write head", () => storage.WriteHead(content, replaces), cancellation, isWrite: true);

    public Task<byte[]?> ReadEntryAsync(long epoch, long sequence, CancellationToken cancellation)
        => Request($"read {epoch}/{sequence}", () => storage.ReadEntry(epoch, sequence), cancellation);

    public Task<bool> TryInsertEntryAsync(long epoch, long sequence, byte[] content, CancellationToken cancellation)
        => Request($"insert {epoch}/{sequence}", () => world.Chance(rates().Forged) || storage.Insert(epoch, sequence, content), cancellation, isWrite: true);

    public Task DeleteEntriesAsync(IReadOnlyList<JournalEntryKey> entries, CancellationToken cancellation)
        => Request($"delete {entries.Count} entries", () =>
        {
            storage.Delete(entries);
            return true;
        }, cancellation, isWrite: true);

    public Task WriteBlobAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        byte[] written = content.ToArray();
        return Request("write " + name, () =>
        {
            storage.WriteBlob(name, written);
            return true;
        }, cancellation, isWrite: true);
    }

    public Task<byte[]?> ReadBlobAsync(string name, CancellationToken cancellation)
        => Request("read " + name, () => storage.ReadBlob(name), cancellation);

    public Task<byte[]?> ReadBlobAsync(string name, long offset, int length, CancellationToken cancellation)
        => Request(
            "read part of " + name,
            () => storage.ReadBlob(name) is { } blob ? blob.AsSpan((int)offset, Math.Min(length, blob.Length - (int)offset)).ToArray() : null,
            cancellation);

    public Task DeleteBlobAsync(string name, CancellationToken cancellation) => Request("delete " + name, () =>
    {
        storage.DeleteBlob(name);
        return true;
    }, cancellation, isWrite: true);

    private Task<T> Request<T>(string what, Func<T> act, CancellationToken cancellation, bool isWrite = false)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultRates now = rates();
        TimeSpan there = world.Between(0.2, 2);
        TimeSpan back = world.Chance(now.Slow) ? world.Between(10, 3000) : world.Between(0.2, 2);
        double fate = world.Random.NextDouble();
        string label = $"{process.Name} {what}";
        int kills = storage.Kills;

        if (isWrite && world.Chance(now.Crash))
        {
            bool before = world.Chance(0.5);
            world.After(there, () =>
            {
                if (!before)
                {
                    Apply(label, act, kills, out _);
                }

                world.Trace($"{label}: process crashes {(before ? "before" : "after")}");
                world.PostFirst(crash);
            });
        }
        else if ((fate -= now.Error) < 0)
        {
            Fail(there + back, "not reached");
        }
        else if ((fate -= now.LostAnswer) < 0)
        {
            world.After(there, () => Apply(label, act, kills, out _));
            Fail(there + back, "answer lost");
        }
        else if ((fate -= now.Late) < 0)
        {
            Fail(there + back, "no answer yet");
            world.After(there + back + world.Between(1, 8000), () => Apply(label + " (late)", act, kills, out _));
        }
        else
        {
            if ((fate -= now.Twice) < 0)
            {
                world.After(there, () => Apply(label + " (first of two)", act, kills, out _));
                there += world.Between(0.1, 1);
            }

            world.After(there, () =>
            {
                if (Apply(label, act, kills, out T? result))
                {
                    world.After(back, () => answer.TrySetResult(result!));
                }
                else
                {
                    Fail(back, "storage is down");
                }
            });
        }

        if (cancellation.CanBeCanceled)
        {
            cancellation.UnsafeRegister(_ => answer.TrySetCanceled(cancellation), null);
        }

        return answer.Task;

        void Fail(TimeSpan after, string why) => world.After(after, () =>
        {
            world.Trace($"{label}: {why}");
            answer.TrySetException(new JournalUnavailableException($"{what}: {why}"));
        });
    }

    /// <summary>What was on its way to a storage that was killed since never arrives.</summary>
    private bool Apply<T>(string label, Func<T> act, int kills, out T? result)
    {
        if (!storage.IsUp || storage.Kills != kills)
        {
            result = default;
            world.Trace($"{label}: storage is down");
            return false;
        }

        result = act();
        world.Trace($"{label}: {Short(result)}");
        return true;
    }

    private static string Short(object? result) => result switch
    {
        null => "nothing",
        bool done => done ? "done" : "refused",
        JournalHead head => "head " + head.Tag,
        byte[] => "content",
        _ => result.ToString()!,
    };
}
