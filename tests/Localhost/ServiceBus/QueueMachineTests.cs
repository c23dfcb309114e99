using Amqp.Types;
using Boai.Localhost.ServiceBus;
using static Boai.Tests.Localhost.ServiceBus.Samples;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The rules of queues, with the time as a parameter.</summary>
public sealed class QueueMachineTests
{
    private readonly BrokerMachine machine = NewMachine();

    [Fact]
    public void Messages_come_in_the_order_in_which_they_were_sent()
    {
        Assert.Equal([1L, 2L, 3L], machine.Send(Plain, [Message("a"), Message("b"), Message("c")], Start));

        Assert.Equal(["a", "b", "c", null], Enumerable.Range(0, 4).Select(_ => machine.Receive(Plain, Start)?.Content.MessageId));
    }

    [Fact]
    public void A_locked_message_is_nobody_elses_until_its_lock_runs_out()
    {
        machine.Send(Plain, [Message("a")], Start);
        DeliveredMessage first = machine.Receive(Plain, Start)!;

        Assert.Null(machine.Receive(Plain, Start.AddSeconds(29.9)));
        DeliveredMessage second = machine.Receive(Plain, Start.AddSeconds(30))!;

        Assert.Equal(2, second.DeliveryCount);
        ServiceBusFaultException lost = Assert.Throws<ServiceBusFaultException>(
            () => machine.Settle(Plain, first, new Settlement.Complete(), Start.AddSeconds(31)));
        Assert.Equal(FaultCondition.MessageLockLost, lost.Condition);
        machine.Settle(Plain, second, new Settlement.Complete(), Start.AddSeconds(31));
        Assert.Empty(machine.Peek(Plain, 0, 10, null));
    }

    [Fact]
    public void A_renewed_lock_counts_from_its_renewal()
    {
        machine.Send(Plain, [Message("a")], Start);
        DeliveredMessage message = machine.Receive(Plain, Start)!;

        Assert.Equal(Start.AddSeconds(50), machine.RenewLock(Plain, message.LockToken!.Value, Start.AddSeconds(20)));

        Assert.Null(machine.Receive(Plain, Start.AddSeconds(49)));
        Assert.NotNull(machine.Receive(Plain, Start.AddSeconds(50)));
    }

    [Fact]
    public void A_message_that_is_never_completed_ends_in_the_dead_letter_queue()
    {
        machine.Send(Plain, [Message("poison")], Start);
        for (int delivery = 1; delivery <= 3; delivery++)
        {
            DeliveredMessage message = machine.Receive(Plain, Start)!;
            Assert.Equal(delivery, message.DeliveryCount);
            machine.Settle(Plain, message, new Settlement.Abandon(null), Start);
        }

        Assert.Null(machine.Receive(Plain, Start));
        BrokerMessage dead = new(PlainDead, machine.Receive(PlainDead, Start)!);
        Assert.Equal(("MaxDeliveryCountExceeded", "plain", 1L), (dead.DeadLetterReason, dead.DeadLetterSource, dead.SequenceNumber));
        Assert.Equal("sample", dead.ApplicationProperties["kind"]);
    }

    [Fact]
    public void A_receiver_that_dies_counts_as_a_delivery_too()
    {
        machine.Send(Plain, [Message("poison")], Start);
        for (int lapse = 0; lapse < 3; lapse++)
        {
            Assert.NotNull(machine.Receive(Plain, Start.AddSeconds(30 * lapse)));
        }

        Assert.Null(machine.Receive(Plain, Start.AddSeconds(90)));
        Assert.NotNull(machine.Receive(PlainDead, Start.AddSeconds(90)));
    }

    [Fact]
    public void Dead_lettering_records_reason_description_and_changes()
    {
        machine.Send(Plain, [Message("a")], Start);

        machine.Settle(
            Plain, machine.Receive(Plain, Start)!, new Settlement.DeadLetter("bad", "very bad", new Map { ["seen"] = 7 }), Start);

        BrokerMessage dead = new(PlainDead, machine.Receive(PlainDead, Start)!);
        Assert.Equal(("bad", "very bad", 7), (dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.ApplicationProperties["seen"]));
        Assert.Equal("body of a", dead.Body.ToString());
    }

    [Fact]
    public void A_deferred_message_comes_by_its_number_only()
    {
        machine.Send(Plain, [Message("a"), Message("b")], Start);
        DeliveredMessage a = machine.Receive(Plain, Start)!;
        machine.Settle(Plain, a, new Settlement.Defer(null), Start);

        Assert.Equal("b", machine.Receive(Plain, Start)!.Content.MessageId);
        Assert.Throws<ServiceBusFaultException>(() => machine.ReceiveDeferred(Plain, [a.SequenceNumber, 99], false, null, Start));
        DeliveredMessage again = Assert.Single(machine.ReceiveDeferred(Plain, [a.SequenceNumber], false, null, Start));
        machine.Settle(Plain, again, new Settlement.Abandon(null), Start);
        Assert.Equal(MessageStatus.Deferred, machine.Peek(Plain, 0, 10, null)[0].Status);
        machine.Settle(Plain, machine.ReceiveDeferred(Plain, [a.SequenceNumber], false, null, Start)[0], new Settlement.Complete(), Start);
        Assert.Equal("b", Assert.Single(machine.Peek(Plain, 0, 10, null)).Content.MessageId);
    }

    [Fact]
    public void A_scheduled_message_waits_for_its_time_and_can_be_cancelled_until_then()
    {
        DateTimeOffset later = Start.AddHours(1);
        IReadOnlyList<long> numbers = machine.Send(Plain, [Message("a", scheduledFor: later), Message("b", scheduledFor: later)], Start);
        machine.Send(Plain, [Message("c")], Start);
        machine.CancelScheduled(Plain, [numbers[1]]);

        Assert.Equal("c", machine.Receive(Plain, later.AddTicks(-1))!.Content.MessageId);
        Assert.Null(machine.Receive(Plain, later.AddTicks(-1)));
        DeliveredMessage due = machine.Receive(Plain, later)!;
        Assert.Equal(("a", numbers[0], later), (due.Content.MessageId, due.FirstSequenceNumber, due.EnqueuedAt));
        Assert.True(due.SequenceNumber > 3, "an activated message joins the end of the queue");
        Assert.Throws<ServiceBusFaultException>(() => machine.CancelScheduled(Plain, [due.SequenceNumber]));
    }

    [Theory]
    [InlineData("brief", true)]
    [InlineData("fleeting", false)]
    public void An_expired_message_is_dead_lettered_only_where_the_queue_says_so(string queue, bool kept)
    {
        EntityPath path = EntityPath.Parse(queue);
        machine.Send(path, [Message("default"), Message("own", life: TimeSpan.FromSeconds(10)), Message("long", life: TimeSpan.FromDays(9))], Start);

        machine.Sweep(Start.AddSeconds(10));
        Assert.Equal(["default", "long"], machine.Peek(path, 0, 10, null).Select(message => message.Content.MessageId));
        machine.Sweep(Start.AddMinutes(1));
        Assert.Empty(machine.Peek(path, 0, 10, null));

        IEnumerable<string?> dead = machine.Peek(path with { DeadLetter = true }, 0, 10, null)
            .Select(message => new BrokerMessage(path, message).DeadLetterReason);
        Assert.Equal(kept ? ["TTLExpiredException", "TTLExpiredException", "TTLExpiredException"] : [], dead);
    }

    [Fact]
    public void A_message_does_not_expire_in_its_receivers_hands()
    {
        EntityPath path = EntityPath.Parse("fleeting");
        machine.Send(path, [Message("a")], Start);
        DeliveredMessage held = machine.Receive(path, Start.AddSeconds(50))!;

        machine.Settle(path, held, new Settlement.Abandon(null), Start.AddSeconds(70));

        Assert.Empty(machine.Peek(path, 0, 10, null));
    }

    [Fact]
    public void A_message_id_is_taken_once_within_the_window()
    {
        EntityPath path = EntityPath.Parse("once");
        Assert.Equal([1L, 0L], machine.Send(path, [Message("same"), Message("same")], Start));
        Assert.Equal([0L], machine.Send(path, [Message("same")], Start.AddMinutes(9.9)));
        Assert.Equal([2L], machine.Send(path, [Message("same")], Start.AddMinutes(10)));
    }

    [Fact]
    public void Forwarding_moves_messages_and_dead_letters_to_the_named_queue()
    {
        machine.Send(EntityPath.Parse("door"), [Message("through")], Start);
        EntityPath bins = EntityPath.Parse("bins");
        machine.Send(bins, [Message("rubbish")], Start);
        machine.Settle(bins, machine.Receive(bins, Start)!, new Settlement.Abandon(null), Start);

        Assert.Equal(["through", "rubbish"], machine.Peek(Plain, 0, 10, null).Select(message => message.Content.MessageId));
        Assert.Equal("bins", machine.Peek(Plain, 2, 1, null)[0].DeadLetterSource);
    }

    [Fact]
    public void A_session_belongs_to_one_receiver_and_comes_in_order()
    {
        machine.Send(Sessions, [Message("a1", "A"), Message("b1", "B"), Message("a2", "A")], Start);

        SessionLock a = machine.AcceptSession(Sessions, null, Start)!;
        SessionLock b = machine.AcceptSession(Sessions, null, Start)!;

        Assert.Equal(("A", "B"), (a.SessionId, b.SessionId));
        Assert.Null(machine.AcceptSession(Sessions, null, Start));
        Assert.Equal(
            FaultCondition.SessionCannotBeLocked,
            Assert.Throws<ServiceBusFaultException>(() => machine.AcceptSession(Sessions, "A", Start)).Condition);
        EntityState entity = machine.Find(Sessions);
        Assert.Equal(
            ["a1", "a2", null], Enumerable.Range(0, 3).Select(_ => machine.Receive(entity, false, a, Start)?.Content.MessageId));
    }

    [Fact]
    public void A_lost_session_gives_its_messages_to_the_next_holder()
    {
        machine.Send(Sessions, [Message("a1", "A")], Start);
        SessionLock first = machine.AcceptSession(Sessions, "A", Start)!;
        DeliveredMessage held = machine.Receive(machine.Find(Sessions), false, first, Start)!;
        Assert.Equal(Start.AddSeconds(40), machine.RenewSession(Sessions, "A", Start.AddSeconds(10)));

        Assert.Empty(machine.Sweep(Start.AddSeconds(39)));
        Assert.Same(first, Assert.Single(machine.Sweep(Start.AddSeconds(40))));

        SessionLock second = machine.AcceptSession(Sessions, null, Start.AddSeconds(40))!;
        Assert.Equal(2, machine.Receive(machine.Find(Sessions), false, second, Start.AddSeconds(40))!.DeliveryCount);
        Assert.Throws<ServiceBusFaultException>(
            () => machine.Settle(Sessions, held, new Settlement.Complete(), Start.AddSeconds(41)));
        Assert.Null(machine.Receive(machine.Find(Sessions), false, first, Start.AddSeconds(41)));
    }

    [Fact]
    public void Session_state_is_its_holders_and_outlives_the_messages()
    {
        Assert.Equal(
            FaultCondition.SessionLockLost,
            Assert.Throws<ServiceBusFaultException>(() => machine.SetSessionState(Sessions, "A", [1])).Condition);
        SessionLock held = machine.AcceptSession(Sessions, "A", Start)!;
        machine.SetSessionState(Sessions, "A", [1, 2]);
        machine.ReleaseSession(held, Start);

        machine.AcceptSession(Sessions, "A", Start);

        Assert.Equal([1, 2], machine.GetSessionState(Sessions, "A")!);
        Assert.Equal(["A"], machine.Sessions(Sessions, 0, 10));
    }

    [Fact]
    public void What_an_entity_does_not_allow_is_refused_with_nothing_changed()
    {
        Refused(FaultCondition.NotAllowed, () => machine.Send(Sessions, [Message("a", "A"), Message("without")], Start));
        Refused(FaultCondition.NotAllowed, () => machine.Send(PlainDead, [Message("a")], Start));
        Refused(FaultCondition.NotFound, () => machine.Send(EntityPath.Parse("nowhere"), [Message("a")], Start));
        Refused(FaultCondition.NotAllowed, () => machine.AcceptSession(Plain, "A", Start));

        Assert.Empty(machine.TakeEvents());

        static void Refused(string condition, Action action) =>
            Assert.Equal(condition, Assert.Throws<ServiceBusFaultException>(action).Condition);
    }

    [Fact]
    public void A_message_without_an_id_gets_one_and_keeps_the_rest()
    {
        machine.Send(Plain, [new OutgoingMessage(BinaryData.FromString("text")) { Subject = "greeting" }.Encode()], Start);

        BrokerMessage message = new(Plain, machine.Receive(Plain, Start)!);

        Assert.Equal(32, message.MessageId.Length);
        Assert.Equal(("greeting", "text"), (message.Subject, message.Body.ToString()));
    }
}
