using Boai.Localhost.Engine.Packing;

namespace Boai.Localhost.Engine.Model;

/// <summary>One change of the state, as the journal records it. Numbers are stored: never change or reuse one.</summary>
internal abstract class Op
{
    private enum Kind : byte
    {
        Create = 1,
        Deliver = 2,
        Step = 3,
        EntityDeliver = 4,
        EntityStep = 5,
        Purge = 6,
        Restore = 7,
        EntityDue = 8,
        RemoveEntities = 9,
        UnlockEntity = 10,
    }

    /// <summary>A client or an entity starts an instance.</summary>
    public sealed class Create : Op
    {
        public required string Id { get; init; }

        /// <summary>Name, version, input, tags; At is the earliest start.</summary>
        public required Item Start { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }
    }

    /// <summary>Something comes to an instance from outside the journal.</summary>
    public sealed class Deliver : Op
    {
        public required long Ordinal { get; init; }

        public required Item Item { get; init; }

        public required DateTimeOffset At { get; init; }
    }

    /// <summary>An orchestrator took a step.</summary>
    public sealed class Step : Op
    {
        public required long Ordinal { get; init; }

        public required DateTimeOffset At { get; init; }

        /// <summary>How many messages of the inbox it took.</summary>
        public required int Consumed { get; init; }

        public required IReadOnlyList<Item> Actions { get; init; }

        public bool StatusChanged { get; init; }

        public string? CustomStatus { get; init; }

        /// <summary>How it ended, or null if it goes on.</summary>
        public Item? Completion { get; init; }

        /// <summary>Events that go on to the next generation.</summary>
        public IReadOnlyList<Item> Carried { get; init; } = [];
    }

    /// <summary>Something comes to an entity from outside the journal.</summary>
    public sealed class EntityDeliver : Op
    {
        public required string EntityId { get; init; }

        public required Item Item { get; init; }

        public required DateTimeOffset At { get; init; }
    }

    /// <summary>An entity did operations.</summary>
    public sealed class EntityStep : Op
    {
        public required string EntityId { get; init; }

        public required DateTimeOffset At { get; init; }

        /// <summary>How many of the messages that came next it took.</summary>
        public required int Consumed { get; init; }

        public string? State { get; init; }

        /// <summary>For each operation taken: its result or failure.</summary>
        public IReadOnlyList<Item> Results { get; init; } = [];

        /// <summary>Signals and starts that the operations asked for.</summary>
        public IReadOnlyList<Item> Sent { get; init; } = [];
    }

    /// <summary>Instances are removed with all that is known of them.</summary>
    public sealed class Purge : Op
    {
        public required IReadOnlyList<string> Ids { get; init; }
    }

    /// <summary>A finished instance comes back from the archive, because something is to be done with it.</summary>
    public sealed class Restore : Op
    {
        public required byte[] Packed { get; init; }
    }

    /// <summary>The time of scheduled signals has come.</summary>
    public sealed class EntityDue : Op
    {
        public required string EntityId { get; init; }

        public required DateTimeOffset At { get; init; }
    }

    /// <summary>Entities without state, lock and messages are removed.</summary>
    public sealed class RemoveEntities : Op
    {
        public required IReadOnlyList<string> Ids { get; init; }
    }

    /// <summary>A lock is taken from an owner that is gone.</summary>
    public sealed class UnlockEntity : Op
    {
        public required string EntityId { get; init; }
    }

    public void Write(PackWriter to)
    {
        switch (this)
        {
            case Create op:
                to.Byte((byte)Kind.Create);
                to.Text(op.Id);
                op.Start.Write(to);
                to.Instant(op.CreatedAt);
                break;
            case Deliver op:
                to.Byte((byte)Kind.Deliver);
                to.Number(op.Ordinal);
                op.Item.Write(to);
                to.Instant(op.At);
                break;
            case Step op:
                to.Byte((byte)Kind.Step);
                to.Number(op.Ordinal);
                to.Instant(op.At);
                to.Number(op.Consumed);
                WriteItems(to, op.Actions);
                to.Byte((byte)((op.StatusChanged ? 1 : 0) | (op.Completion is null ? 0 : 2)));
                if (op.StatusChanged)
                {
                    to.Text(op.CustomStatus);
                }

                op.Completion?.Write(to);
                WriteItems(to, op.Carried);
                break;
            case EntityDeliver op:
                to.Byte((byte)Kind.EntityDeliver);
                to.Text(op.EntityId);
                op.Item.Write(to);
                to.Instant(op.At);
                break;
            case EntityStep op:
                to.Byte((byte)Kind.EntityStep);
                to.Text(op.EntityId);
                to.Instant(op.At);
                to.Number(op.Consumed);
                to.Text(op.State);
                WriteItems(to, op.Results);
                WriteItems(to, op.Sent);
                break;
            case Purge op:
                to.Byte((byte)Kind.Purge);
                WriteTexts(to, op.Ids);
                break;
            case Restore op:
                to.Byte((byte)Kind.Restore);
                to.Bytes(op.Packed);
                break;
            case EntityDue op:
                to.Byte((byte)Kind.EntityDue);
                to.Text(op.EntityId);
                to.Instant(op.At);
                break;
            case RemoveEntities op:
                to.Byte((byte)Kind.RemoveEntities);
                WriteTexts(to, op.Ids);
                break;
            case UnlockEntity op:
                to.Byte((byte)Kind.UnlockEntity);
                to.Text(op.EntityId);
                break;
        }
    }

    public static Op Read(ref PackReader from)
    {
        Kind kind = (Kind)from.Byte();
        switch (kind)
        {
            case Kind.Create:
                return new Create { Id = from.Text()!, Start = Item.Read(ref from), CreatedAt = from.Instant() };
            case Kind.Deliver:
                return new Deliver { Ordinal = from.Number(), Item = Item.Read(ref from), At = from.Instant() };
            case Kind.Step:
                long ordinal = from.Number();
                DateTimeOffset at = from.Instant();
                int consumed = from.Int();
                List<Item> actions = ReadItems(ref from);
                byte flags = from.Byte();
                return new Step
                {
                    Ordinal = ordinal,
                    At = at,
                    Consumed = consumed,
                    Actions = actions,
                    StatusChanged = (flags & 1) != 0,
                    CustomStatus = (flags & 1) != 0 ? from.Text() : null,
                    Completion = (flags & 2) != 0 ? Item.Read(ref from) : null,
                    Carried = ReadItems(ref from),
                };
            case Kind.EntityDeliver:
                return new EntityDeliver { EntityId = from.Text()!, Item = Item.Read(ref from), At = from.Instant() };
            case Kind.EntityStep:
                return new EntityStep
                {
                    EntityId = from.Text()!,
                    At = from.Instant(),
                    Consumed = from.Int(),
                    State = from.Text(),
                    Results = ReadItems(ref from),
                    Sent = ReadItems(ref from),
                };
            case Kind.Purge:
                return new Purge { Ids = ReadTexts(ref from) };
            case Kind.Restore:
                return new Restore { Packed = from.Bytes().ToArray() };
            case Kind.EntityDue:
                return new EntityDue { EntityId = from.Text()!, At = from.Instant() };
            case Kind.RemoveEntities:
                return new RemoveEntities { Ids = ReadTexts(ref from) };
            case Kind.UnlockEntity:
                return new UnlockEntity { EntityId = from.Text()! };
            default:
                throw new InvalidDataException($"A journal record is of kind {(byte)kind}, which this engine does not know; it was written by a newer one.");
        }
    }

    private static void WriteItems(PackWriter to, IReadOnlyList<Item> items)
    {
        to.Number(items.Count);
        foreach (Item item in items)
        {
            item.Write(to);
        }
    }

    private static List<Item> ReadItems(ref PackReader from)
    {
        int count = from.Int();
        List<Item> items = new(Math.Min(count, 1024));
        for (int i = 0; i < count; i++)
        {
            items.Add(Item.Read(ref from));
        }

        return items;
    }

    private static void WriteTexts(PackWriter to, IReadOnlyList<string> texts)
    {
        to.Number(texts.Count);
        foreach (string text in texts)
        {
            to.Text(text);
        }
    }

    private static List<string> ReadTexts(ref PackReader from)
    {
        int count = from.Int();
        List<string> texts = [];
        for (int i = 0; i < count; i++)
        {
            texts.Add(from.Text()!);
        }

        return texts;
    }
}
