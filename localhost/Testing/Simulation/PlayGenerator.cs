namespace Boai.Localhost.Testing.Simulation;

/// <summary>Makes up orchestrations.</summary>
internal sealed class PlayGenerator(Random random, int longestSleepSeconds)
{
    private static readonly PlayKind[] Leaves =
        [PlayKind.Work, PlayKind.Work, PlayKind.Work, PlayKind.Sleep, PlayKind.InVain, PlayKind.Race, PlayKind.Echo, PlayKind.Add];

    private int lastKey;

    public PlayOrder Order()
    {
        List<Play> acts = [];
        int count = random.Next(1, 6);
        for (int i = 0; i < count; i++)
        {
            acts.Add(random.Next(10) switch
            {
                0 => new(PlayKind.Renew, ++lastKey),
                1 => new(PlayKind.Events, ++lastKey, random.Next(1, 5)),
                2 => new(PlayKind.Move, ++lastKey, random.Next(1, 50)),
                _ => Act(depth: 0),
            });
        }

        return new(acts, Fails: random.Next(8) == 0);
    }

    private Play Act(int depth)
    {
        if (depth < 2 && random.Next(3) == 0)
        {
            PlayKind kind = random.Next(4) switch
            {
                0 => PlayKind.FailingSub,
                1 => PlayKind.Sub,
                _ => PlayKind.FanOut,
            };
            int parts = kind == PlayKind.FanOut ? random.Next(2, 12) : random.Next(1, 4);
            List<Play> within = [.. Enumerable.Range(0, parts).Select(_ => Act(depth + 1))];
            if (kind == PlayKind.Sub && random.Next(2) == 0)
            {
                within.Insert(random.Next(within.Count), new(PlayKind.Renew, ++lastKey));
            }

            return new(kind, ++lastKey, 0, within);
        }

        PlayKind leaf = Leaves[random.Next(Leaves.Length)];
        return new(leaf, ++lastKey, leaf switch
        {
            PlayKind.Work => Math.Max(0, random.Next(-6, PlayModel.Attempts + 1)),
            PlayKind.Add => random.Next(1, 100),
            _ => random.Next(1, longestSleepSeconds),
        });
    }
}
