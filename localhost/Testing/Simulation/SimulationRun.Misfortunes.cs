namespace Boai.Localhost.Testing.Simulation;

internal sealed partial class SimulationRun
{
    private async Task Misfortunes()
    {
        DateTimeOffset end = world.Now + plan.Trouble;
        while (world.Now < end)
        {
            await Pause(200, 20_000);
            await Misfortune();
        }

        world.Trace("calm");
        calm.SetResult();
    }

    private Task Misfortune() => world.Random.Next(8) switch
    {
        0 or 1 => CrashHost(),
        2 => Outage(),
        3 when plan.KillsStorage => KillStorage(),
        4 when plan.LosesStorage => KillBoth(),
        5 when plan.FreezesHosts => FreezeHost(),
        6 when plan.FreezesHosts => SecondHost(),
        7 => StopHost(),
        _ => Task.CompletedTask,
    };

    /// <summary>Not a misfortune, but it comes at a bad moment: the host ends in good order.</summary>
    private async Task StopHost()
    {
        if (Current is not { } host || world.Now < noCrashBefore)
        {
            return;
        }

        world.Trace($"{host.Process.Name} is asked to end");
        host.Stop();
        while (host.Process.Life != ProcessLife.Dead)
        {
            await Pause(50, 500);
        }
    }

    private Task CrashHost()
    {
        if (Current is { } host && world.Now >= noCrashBefore)
        {
            Crash(host);
        }

        return Pause(0, 3000);
    }

    private async Task Outage()
    {
        storage.Stop();
        await Pause(50, 20_000);
        storage.Start();
    }

    /// <summary>The storage dies and comes back while the host lives: the host knows what was lost, and nothing may be.</summary>
    private async Task KillStorage()
    {
        // What another host wrote shortly before is in nobody's memory.
        if (Current is not { } host || world.Now - host.ReadySince < TimeSpan.FromSeconds(12) || world.Now < noCrashBefore)
        {
            return;
        }

        noCrashBefore = DateTimeOffset.MaxValue;
        storage.Kill();
        await Pause(400, 5000);
        storage.Start();

        // The next renewal at the latest finds out and mends it; and what was mended must be saved before that can be lost with the host.
        await Task.Delay(plan.Options.LeaseLength + TimeSpan.FromSeconds(40), world.Clock);
        noCrashBefore = world.Now;
    }

    private async Task KillBoth()
    {
        foreach (SimulatedHost host in hosts)
        {
            Crash(host);
        }

        storage.Kill();
        await Pause(400, 3000);
        storage.Start();
    }

    /// <summary>As a laptop's lid: the host stops where it is, perhaps past its lease, and goes on later.</summary>
    private async Task FreezeHost()
    {
        if (Current is not { } host)
        {
            return;
        }

        world.Trace($"{host.Process.Name} freezes");
        host.Process.Freeze();
        double lease = plan.Options.LeaseLength.TotalMilliseconds;
        if (world.Chance(0.7))
        {
            await Pause(0, lease);
            StartHost();
        }

        await Pause(0, lease * 3);
        world.Trace($"{host.Process.Name} goes on");
        host.Process.Thaw();
    }

    private async Task SecondHost()
    {
        SimulatedHost? first = Current;
        SimulatedHost second = StartHost();
        await Pause(1, plan.Options.LeaseLength.TotalMilliseconds * 2);
        if (first is { IsServing: true } && second.IsServing)
        {
            world.Violate($"{first.Process.Name} and {second.Process.Name} both believe to own the hub");
        }
    }
}
