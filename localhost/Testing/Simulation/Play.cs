namespace Boai.Localhost.Testing.Simulation;

/// <summary>What a generated orchestration does next.</summary>
internal enum PlayKind
{
    /// <summary>Calls an activity that fails a number of times first; three attempts are made.</summary>
    Work,

    /// <summary>Sleeps a number of seconds.</summary>
    Sleep,

    /// <summary>Waits for so many events of a name of its own.</summary>
    Events,

    /// <summary>Waits, with a timeout of some seconds, for an event that nobody sends.</summary>
    InVain,

    /// <summary>Takes the first of two timers and cancels the other.</summary>
    Race,

    /// <summary>Runs its parts in a sub-orchestration.</summary>
    Sub,

    /// <summary>Runs its parts in a sub-orchestration that fails at the end, and catches that.</summary>
    FailingSub,

    /// <summary>Runs its parts at once.</summary>
    FanOut,

    /// <summary>Starts a sub-orchestration that sends an event back, and waits for both.</summary>
    Echo,

    /// <summary>Calls an entity, which adds a number.</summary>
    Add,

    /// <summary>Locks two entities and moves a number from one to the other.</summary>
    Move,

    /// <summary>Begins a new generation with what is left to do.</summary>
    Renew,
}

/// <summary>One act.</summary>
/// <param name="Kind">What.</param>
/// <param name="Key">Unique among all acts of a run.</param>
/// <param name="Number">Failures, seconds, events or an amount, as the kind says.</param>
/// <param name="Parts">The acts within.</param>
internal sealed record Play(PlayKind Kind, int Key, int Number = 0, IReadOnlyList<Play>? Parts = null);

/// <summary>The input of a generated orchestration.</summary>
/// <param name="Acts">All that it does.</param>
/// <param name="At">How many of them earlier generations did.</param>
/// <param name="Sum">What came of those.</param>
/// <param name="Fails">Whether it throws at the end.</param>
internal sealed record PlayOrder(IReadOnlyList<Play> Acts, int At = 0, long Sum = 0, bool Fails = false);

/// <summary>The input of the activity.</summary>
internal sealed record WorkOrder(int Key, int Failures);

/// <summary>The input of the orchestration that sends an event back.</summary>
internal sealed record EchoOrder(string To, string Event, long Value);

/// <summary>What an orchestration comes to, worked out without any engine.</summary>
internal static class PlayModel
{
    public const int Attempts = 3;
    public const int Entities = 4;

    public static long Combine(long sum, long value) => unchecked((sum * 31) + value);

    public static long ValueOf(int key) => unchecked(((long)key * 2654435761) % 1_000_003);

    public static long SumOf(IEnumerable<Play> acts, long from = 0) => acts.Aggregate(from, (sum, act) => Combine(sum, ValueOf(act)));

    public static long ValueOf(Play act) => act.Kind switch
    {
        PlayKind.Work => act.Number < Attempts ? ValueOf(act.Key) : -ValueOf(act.Key),
        PlayKind.Sub or PlayKind.FanOut => SumOf(act.Parts!),
        PlayKind.FailingSub => -1,
        PlayKind.Events => act.Number,
        PlayKind.InVain => 7,
        PlayKind.Race => 11,
        PlayKind.Renew => 0,
        PlayKind.Sleep or PlayKind.Echo or PlayKind.Add or PlayKind.Move => ValueOf(act.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Kind, "No such act."),
    };

    /// <summary>What each entity holds when all is done.</summary>
    public static long[] Totals(IEnumerable<Play> acts)
    {
        long[] totals = new long[Entities];
        foreach (Play act in Flat(acts))
        {
            if (act.Kind == PlayKind.Add)
            {
                totals[FirstEntity(act)] += act.Number;
            }
            else if (act.Kind == PlayKind.Move)
            {
                totals[FirstEntity(act)] -= act.Number;
                totals[SecondEntity(act)] += act.Number;
            }
        }

        return totals;
    }

    public static int FirstEntity(Play act) => act.Key % Entities;

    public static int SecondEntity(Play act) => (act.Key + 1) % Entities;

    /// <summary>An upper bound of the virtual time that acts take of themselves.</summary>
    public static TimeSpan LongestOf(IEnumerable<Play> acts) => acts.Aggregate(TimeSpan.Zero, (sum, act) => sum + act.Kind switch
    {
        PlayKind.Sleep or PlayKind.InVain or PlayKind.Race => TimeSpan.FromSeconds(act.Number),
        PlayKind.Work => TimeSpan.FromSeconds(30),
        _ => act.Parts is null ? TimeSpan.Zero : LongestOf(act.Parts),
    });

    public static IEnumerable<Play> Flat(IEnumerable<Play> acts) => acts.SelectMany(act => Flat(act.Parts ?? []).Prepend(act));
}
