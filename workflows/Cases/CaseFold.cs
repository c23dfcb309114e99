using System.Text.Json;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Cases;

/// <summary>Builds a case from its events, and takes it one event further (I-08).</summary>
public static class CaseFold
{
    /// <summary>Kind of the first event of every case.</summary>
    public const string Opened = "CaseOpened";

    /// <summary>The case after all its events.</summary>
    /// <param name="events">From the first on; one that comes twice counts once.</param>
    /// <param name="evolve">What a fact changes in the programme's facts.</param>
    /// <exception cref="InvalidOperationException">There is none, or one is left out.</exception>
    public static CaseFile<TFacts> Replay<TFacts, TFact>(IEnumerable<CaseEvent> events, Func<TFacts, TFact, CaseEvent, TFacts> evolve)
        where TFact : class
        where TFacts : class
    {
        CaseFile<TFacts>? file = null;
        foreach (CaseEvent happened in events)
        {
            file = file is null ? Open<TFacts>(happened) : Advance(file, happened, evolve);
        }

        return file ?? throw new InvalidOperationException("A case without events cannot be built.");
    }

    /// <summary>The case after one more event. One that it has seen already changes nothing.</summary>
    /// <exception cref="InvalidOperationException">An event between is left out.</exception>
    public static CaseFile<TFacts> Advance<TFacts, TFact>(
        CaseFile<TFacts> file, CaseEvent happened, Func<TFacts, TFact, CaseEvent, TFacts> evolve)
        where TFact : class
    {
        if (happened.Seq <= file.Head.Version)
        {
            return file;
        }

        if (happened.Seq != file.Head.Version + 1)
        {
            throw new InvalidOperationException($"Case {file.Head.Number}: event {happened.Seq} cannot follow version {file.Head.Version}.");
        }

        CaseEntry<TFact> entry = CaseJson.Read<CaseEntry<TFact>>(DataOf(happened));
        CaseHead head = entry.Head.Aggregate(file.Head, (before, change) => Apply(before, change, happened));
        return new CaseFile<TFacts>(
            head with { Version = happened.Seq },
            entry.Fact is null ? file.Facts : evolve(file.Facts, entry.Fact, happened));
    }

    /// <summary>The head as it was after each event, whatever the programme: facts are not looked at.</summary>
    /// <param name="events">From the first on, without a gap.</param>
    public static IEnumerable<CaseHead> Heads(IEnumerable<CaseEvent> events)
    {
        CaseFile<JsonElement>? file = null;
        foreach (CaseEvent happened in events)
        {
            file = file is null ? Open<JsonElement>(happened) : Advance<JsonElement, object>(file, happened, static (facts, _, _) => facts);
            yield return file.Head;
        }
    }

    private static CaseFile<TFacts> Open<TFacts>(CaseEvent happened)
    {
        CaseOpening<TFacts> opening = CaseJson.Read<CaseOpening<TFacts>>(DataOf(happened));
        return new CaseFile<TFacts>(opening.Head, opening.Facts);
    }

    private static JsonElement DataOf(CaseEvent happened)
        => happened.Data ?? throw new InvalidOperationException($"Event {happened.Seq} {happened.Kind} has no data.");

    private static CaseHead Apply(CaseHead head, HeadChange change, CaseEvent happened) => change switch
    {
        HeadChange.Entered entered => head with
        {
            State = entered.State,
            StateSince = happened.At,
            StateVersion = happened.Seq,
            LeftStates = [.. head.LeftStates.TakeLast(StateVisit.Kept - 1), new StateVisit(head.State, head.StateVersion, head.StateSince)],
            Clock = entered.Clock,
            Tasks = entered.Tasks,
            Suspension = null,
            IsOver = entered.IsOver,
            KeepUntil = entered.KeepUntil,
        },
        HeadChange.DutyDone done => head with { Actors = WithDuty(head.Actors, new(happened.ActorId, happened.Role, done.Duty, happened.At)) },
        HeadChange.ClockSet set => head with { Clock = set.Clock },
        HeadChange.SuspensionSet set => head with { Suspension = set.Suspension },
        HeadChange.LegalHoldSet set => head with { LegalHold = set.Held },
        HeadChange.RecusalNoted noted => head with
        {
            Recused = [.. head.Recused.Union(noted.StaffIds, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        },
        HeadChange.DocumentAttached attached => head with
        {
            Documents = [.. head.Documents, new CaseDocument(attached.Id, attached.DocumentKind, happened.ActorId, happened.At)],
        },
        HeadChange.DocumentSighted sighted => head with
        {
            Documents = Changed(head.Documents, document => document.Id == sighted.Id,
                document => document with { SightedBy = happened.ActorId, SightedAt = happened.At }),
        },
        HeadChange.TaskOpened opened => head with { Tasks = [.. head.Tasks, opened.Task] },
        HeadChange.TaskClosed closed => head with { Tasks = [.. head.Tasks.Where(task => task.Id != closed.TaskId)] },
        HeadChange.TaskReminded reminded => head with
        {
            Tasks = Changed(head.Tasks, task => task.Id == reminded.TaskId, task => task with { Reminders = reminded.Reminders }),
        },
        HeadChange.TaskEscalated escalated => head with
        {
            Tasks = Changed(head.Tasks, task => task.Id == escalated.TaskId, task => task with { Rung = escalated.Rung }),
        },
        HeadChange.TaskClocksSet set => head with
        {
            Tasks = [.. head.Tasks.Select(task => set.Clocks.FirstOrDefault(clock => clock.TaskId == task.Id) is { } moved
                ? task with { Clock = moved.Clock }
                : task)],
        },
        _ => throw new System.Diagnostics.UnreachableException($"No such change of a head: {change.GetType().Name}"),
    };

    private static IReadOnlyList<ActorDuty> WithDuty(IReadOnlyList<ActorDuty> actors, ActorDuty done)
        => actors.Any(earlier => earlier.StaffId == done.StaffId && earlier.Duty == done.Duty && earlier.Role == done.Role)
            ? actors
            : [.. actors, done];

    private static IReadOnlyList<T> Changed<T>(IReadOnlyList<T> items, Func<T, bool> which, Func<T, T> how)
        => [.. items.Select(item => which(item) ? how(item) : item)];
}
