using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Journal;

/// <summary>
/// Takes, keeps and gives back a hub. The lease only keeps two hosts from fighting; what makes a second or stale owner harmless is that
/// its epoch has been sealed in the journal.
/// </summary>
internal sealed class HubOwnership(IJournalStore store, DurableEngineOptions options, Patience patience, ILogger log)
{
    // Owners in this process that are alive; a simulated crash takes its engine out, as the end of a process does.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> LivingHere = new();

    private static readonly DateTimeOffset ProcessStart = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private readonly Turnstile writing = new();
    private string tag = string.Empty;
    private long renewedAt;

    public HubHead Head { get; private set; } = new() { Hub = options.HubName };

    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether the lease has surely not run out, by a clock that cannot be set.</summary>
    public bool IsLeaseRunning => options.InfrastructureTime.GetElapsedTime(renewedAt) < options.LeaseLength;

    /// <summary>Called when the storage turns out to have gone back to an earlier state.</summary>
    public Func<Task>? StorageWentBack { get; set; }

    /// <exception cref="HubOwnershipLostException">Another host owns the hub and is alive.</exception>
    public async Task<HubHead> Take(CancellationToken cancellation)
    {
        string? seen = null;
        DateTimeOffset? waitUntil = null;
        while (true)
        {
            JournalHead? found = await patience.Until("read the hub's head", () => store.ReadHeadAsync(cancellation), Initialize, cancellation);
            HubHead before = found is null ? new() { Hub = options.HubName } : HubHead.Read(found.Content, options.HubName, store.Description);
            DateTimeOffset now = options.InfrastructureTime.GetUtcNow();

            if (before.Owner.Length > 0 && before.Owner != Owner && !IsGone(before))
            {
                if (seen is not null && seen != found!.Tag)
                {
                    throw new HubOwnershipLostException(
                        $"Task hub '{options.HubName}' in {store.Description} is owned by {before.OwnerDescription}, which is alive. "
                        + "Stop that host first, or give this one another hub name.");
                }

                // The other's clock does not matter: what counts is that it renews nothing for a whole lease.
                waitUntil ??= now + options.LeaseLength;
                if (now < waitUntil)
                {
                    if (seen is null)
                    {
                        log.LogInformation(
                            "Task hub {Hub} was last owned by {Owner}; waiting up to {Seconds:0} s to see whether it is alive.",
                            options.HubName, before.OwnerDescription, options.LeaseLength.TotalSeconds);
                    }

                    seen = found!.Tag;
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(500, options.LeaseLength.TotalMilliseconds / 8)), options.InfrastructureTime, cancellation);
                    continue;
                }
            }

            long started = options.InfrastructureTime.GetTimestamp();
            HubHead mine = before with
            {
                Epoch = before.Epoch + 1,
                Owner = Owner,
                OwnerMachine = Environment.MachineName,
                OwnerProcess = Environment.ProcessId,
                OwnerProcessStart = ProcessStart,
                LeaseUntil = now + options.LeaseLength,
            };
            string? written = await patience.Until(
                "take the hub", () => store.TryWriteHeadAsync(mine.Write(), found?.Tag, cancellation), Initialize, cancellation);
            if (written is null)
            {
                // Perhaps our own write whose answer was lost; the next round finds out.
                JournalHead? now2 = await patience.Until("read the hub's head", () => store.ReadHeadAsync(cancellation), null, cancellation);
                if (now2 is null || HubHead.Read(now2.Content, options.HubName, store.Description) is not { } head || head.Owner != Owner)
                {
                    seen = null;
                    waitUntil = null;
                    continue;
                }

                (written, mine) = (now2.Tag, head);
            }

            (Head, tag, renewedAt) = (mine, written, started);
            LivingHere[Owner] = true;
            return mine;
        }
    }

    /// <summary>Changes the head, renewing the lease with it.</summary>
    /// <exception cref="HubOwnershipLostException">The hub has another owner.</exception>
    public async Task Write(Func<HubHead, HubHead> change, CancellationToken cancellation)
    {
        using IDisposable turn = await writing.Enter(cancellation);
        while (true)
        {
            long started = options.InfrastructureTime.GetTimestamp();
            HubHead next = change(Head) with { LeaseUntil = options.InfrastructureTime.GetUtcNow() + options.LeaseLength };
            string? written = await patience.Until(
                "renew the lease", () => store.TryWriteHeadAsync(next.Write(), tag.Length == 0 ? null : tag, cancellation), Initialize, cancellation);
            if (written is not null)
            {
                (Head, tag, renewedAt) = (next, written, started);
                return;
            }

            await FindOutWhy(next, cancellation);
        }
    }

    public async Task Release(CancellationToken cancellation)
    {
        LivingHere.TryRemove(Owner, out _);
        await Write(head => head with { Owner = string.Empty }, cancellation);
    }

    /// <summary>As the end of the process: nothing is given back.</summary>
    public void Abandon() => LivingHere.TryRemove(Owner, out _);

    /// <summary>The head is not the one last written: our own write whose answer was lost, an earlier one of ours, or another's.</summary>
    private async Task FindOutWhy(HubHead intended, CancellationToken cancellation)
    {
        JournalHead? found = await patience.Until("read the hub's head", () => store.ReadHeadAsync(cancellation), null, cancellation);
        HubHead? head = found is null ? null : HubHead.Read(found.Content, options.HubName, store.Description);
        if (head is not null && (head.Epoch > Head.Epoch || (head.Epoch == Head.Epoch && head.Owner.Length > 0 && head.Owner != Owner)))
        {
            throw new HubOwnershipLostException(
                $"Task hub '{options.HubName}' in {store.Description} was taken over by {head.OwnerDescription} (epoch {head.Epoch}); "
                + $"this host ({Head.OwnerDescription}, epoch {Head.Epoch}) stops.");
        }

        tag = found?.Tag ?? string.Empty;
        bool lostAnswer = head is not null && head.Owner == intended.Owner && head.LeaseUntil == intended.LeaseUntil;
        if (!lostAnswer && StorageWentBack is { } wentBack)
        {
            await wentBack();
        }
    }

    private static bool IsGone(HubHead head)
    {
        if (head.OwnerMachine != Environment.MachineName)
        {
            return false;
        }

        if (head.OwnerProcess == Environment.ProcessId && head.OwnerProcessStart == ProcessStart)
        {
            return !LivingHere.ContainsKey(head.Owner);
        }

        try
        {
            using Process owner = Process.GetProcessById(head.OwnerProcess);
            return Math.Abs((owner.StartTime.ToUniversalTime() - head.OwnerProcessStart).TotalSeconds) > 2;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private Task Initialize() => store.InitializeAsync(CancellationToken.None);
}
