using Boai.Tests.Support;
using Boai.Workflows.Partners;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Partners;

/// <summary>One event to one partner, in virtual time.</summary>
public sealed class PartnerDeliveryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly DeliveryLadder Ladder = new([60, 300, 1800], LastsSeconds: 3 * 3600);
    private readonly List<DateTimeOffset> _sendings = [];
    private readonly List<EventSetAside> _aside = [];

    [Fact]
    public void What_is_taken_is_sent_once()
    {
        Assert.Equal(DeliveryOutcome.Taken, Run(_ => new DeliveryReply(DeliveryOutcome.Taken)));

        Assert.Equal([Start], _sendings);
        Assert.Empty(_aside);
    }

    [Fact]
    public void What_is_not_taken_is_sent_by_the_ladder_and_then_put_aside_with_the_last_reason()
    {
        Assert.Equal(DeliveryOutcome.Later, Run(sending => new DeliveryReply(DeliveryOutcome.Later, sending < 3 ? "timeout" : "http-503")));

        int[] minutes = [0, 1, 6, 36, 66, 96, 126, 156];
        Assert.Equal(minutes.Select(minute => Start.AddMinutes(minute)), _sendings);
        Assert.Equal([new EventSetAside("cq-mzj", "e-1", "http-503", Sendings: 8, Round: 0)], _aside);
    }

    [Fact]
    public void What_comes_through_in_the_end_is_not_put_aside()
    {
        Assert.Equal(DeliveryOutcome.Taken, Run(sending => sending < 3 ? new DeliveryReply(DeliveryOutcome.Later, "connection") : new DeliveryReply(DeliveryOutcome.Taken)));

        Assert.Equal([Start, Start.AddMinutes(1), Start.AddMinutes(6)], _sendings);
        Assert.Empty(_aside);
    }

    [Fact]
    public void A_partner_that_asks_to_be_left_alone_is_left_alone_for_longer_but_not_beyond_the_ladder()
    {
        Run(sending => new DeliveryReply(DeliveryOutcome.Later, "http-429", sending == 1 ? 600 : sending == 2 ? 10 : 4 * 3600));

        Assert.Equal([Start, Start.AddMinutes(10), Start.AddMinutes(15)], _sendings); // the ten seconds are less than its own pause
        Assert.Equal("http-429", Assert.Single(_aside).Reason);
    }

    [Fact]
    public void What_is_refused_is_put_aside_at_once()
    {
        Assert.Equal(DeliveryOutcome.Refused, Run(_ => new DeliveryReply(DeliveryOutcome.Refused, "http-422"), round: 2));

        Assert.Equal([Start], _sendings);
        Assert.Equal([new EventSetAside("cq-mzj", "e-1", "http-422", 1, 2)], _aside);
    }

    [Fact]
    public void A_partner_that_is_told_nothing_any_more_leaves_nothing_behind()
    {
        Assert.Equal(DeliveryOutcome.Over, Run(_ => new DeliveryReply(DeliveryOutcome.Over, "http-410")));
        Assert.Empty(_aside);
    }

    [Fact]
    public void The_policy_s_ladder_lasts_three_days()
    {
        DeliveryLadder ladder = DeliveryLadder.Of(PolicyPack.Default, new DateOnly(2026, 3, 2));

        Assert.Equal(Start.AddMinutes(1), ladder.Next(Start, 1, Start, 0));
        Assert.Equal(Start.AddHours(71), ladder.Next(Start, 20, Start.AddHours(65), 0));
        Assert.Null(ladder.Next(Start, 20, Start.AddHours(66), 0));
    }

    private DeliveryOutcome Run(Func<int, DeliveryReply> answer, int round = 0)
    {
        WorkflowRun run = new(Start, "PD");
        run.On<EventToDeliver>(PartnerActivities.Deliver, _ =>
        {
            _sendings.Add(run.Now);
            return answer(_sendings.Count);
        });
        run.On<EventSetAside>(PartnerActivities.SetAside, aside =>
        {
            _aside.Add(aside);
            return null;
        });
        run.Start(() => new PartnerDelivery(), new EventToDeliver("cq-mzj", "e-1", Ladder, round));
        return run.ToEnd<DeliveryOutcome>();
    }
}
