using Boai.Localhost.ServiceBus;
using FsCheck.Xunit;
using static Boai.Tests.Localhost.ServiceBus.Samples;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>Whatever clients do in whatever order: nothing is lost, nothing doubled, no lock is shared, and the events rebuild it all.</summary>
public sealed class QueuePropertyTests
{
    private const int Steps = 150;

    [Property(MaxTest = 150)]
    public void Every_message_is_in_exactly_one_place(int seed)
    {
        Run run = new(seed);
        for (int step = 0; step < Steps; step++)
        {
            run.Step();
            run.CheckPlaces();
        }

        run.CheckReplay();
    }

    private sealed class Run(int seed)
    {
        private readonly Random random = new(seed);
        private readonly List<BrokerEvent> journal = [];
        private readonly HashSet<string> alive = [];
        private readonly Dictionary<string, DeliveredMessage> held = [];
        private BrokerMachine machine = NewMachine();
        private DateTimeOffset now = Start;
        private int sent;

        public void Step()
        {
            machine.Sweep(now);
            foreach (string id in held.Where(lease => lease.Value.LockedUntil <= now).Select(lease => lease.Key).ToArray())
            {
                held.Remove(id);
            }

            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    Send();
                    break;
                case 3 or 4 or 5:
                    Receive(random.Next(4) == 0 ? PlainDead : Plain);
                    break;
                case 6 or 7:
                    Settle();
                    break;
                case 8:
                    now += TimeSpan.FromSeconds(random.Next(1, 20));
                    break;
                default:
                    Restart();
                    break;
            }

            journal.AddRange(machine.TakeEvents());
        }

        public void CheckPlaces()
        {
            string[] found = [.. machine.State.Entities.SelectMany(entity => entity.Messages.Values).Select(message => message.Content.MessageId!)];
            Assert.True(found.Length == found.Distinct().Count(), $"seed {seed}: a message is in two places");
            Assert.True(alive.SetEquals(found), $"seed {seed}: lost or revived: {string.Join(", ", alive.Except(found).Concat(found.Except(alive)))}");
        }

        public void CheckReplay()
        {
            BrokerMachine fromEvents = NewMachine();
            fromEvents.Replay(EventCodec.Read(EventCodec.Write(journal)));
            BrokerMachine fromSnapshot = NewMachine();
            fromSnapshot.Replay(EventCodec.Read(EventCodec.Write(machine.State.Snapshot())));

            Assert.Equal(machine.State.Describe(), fromEvents.State.Describe());
            Assert.Equal(machine.State.Describe(), fromSnapshot.State.Describe());
        }

        private void Send()
        {
            string id = $"m{++sent}";
            machine.Send(Plain, [Message(id, scheduledFor: random.Next(4) == 0 ? now.AddSeconds(random.Next(1, 60)) : null)], now);
            alive.Add(id);
        }

        private void Receive(EntityPath path)
        {
            DeliveredMessage? message = machine.Receive(machine.Find(path), delete: false, session: null, now);
            if (message is null && path == Plain && machine.Peek(Plain, 0, 100, null) is var waiting)
            {
                DeliveredMessage? deferred = waiting.FirstOrDefault(one => one.Status is MessageStatus.Deferred && !held.ContainsKey(one.Content.MessageId!));
                message = deferred is null ? null : machine.ReceiveDeferred(Plain, [deferred.SequenceNumber], false, null, now)[0];
            }

            if (message is not null)
            {
                Assert.True(held.TryAdd(message.Content.MessageId!, message), $"seed {seed}: {message.Content.MessageId} was handed out under a live lock");
            }
        }

        private void Settle()
        {
            if (held.Count == 0)
            {
                return;
            }

            (string id, DeliveredMessage message) = held.ElementAt(random.Next(held.Count));
            EntityPath path = message.DeadLetterSource is null ? Plain : PlainDead;
            Settlement settlement = random.Next(4) switch
            {
                0 => new Settlement.Complete(),
                1 => new Settlement.Abandon(new Amqp.Types.Map { ["attempt"] = random.Next() }),
                2 => path == Plain ? new Settlement.Defer(null) : new Settlement.Complete(),
                _ => path == Plain ? new Settlement.DeadLetter("reason", null, null) : new Settlement.Abandon(null),
            };
            machine.Settle(path, message.LockToken!.Value, settlement, now);
            held.Remove(id);
            if (settlement is Settlement.Complete)
            {
                alive.Remove(id);
            }
        }

        /// <summary>A broker that starts anew has what was durable and has handed out nothing.</summary>
        private void Restart()
        {
            journal.AddRange(machine.TakeEvents());
            machine = NewMachine();
            machine.Replay(EventCodec.Read(EventCodec.Write(journal)));
            held.Clear();
        }
    }
}
