using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.HospitalMessages;

/// <summary>HOSP-01, handbook §11.3.</summary>
public sealed class MessageIntakeTests
{
    private const string Opo = "125000000000000011";
    private const string Other = "125000000000000022";
    private static readonly DateTimeOffset Now = new(2024, 6, 3, 2, 10, 0, TimeSpan.FromHours(8));
    private static readonly PolicyPack Pack = PolicyPack.Default;
    private static readonly RegisteredSender Registered = new(Opo, [HospitalRole.OpoHospital]);
    private static readonly HospitalEnvelope Notice = new("7b1f", "H05", Opo, Opo, "digest-1", Now, Now);

    [Fact]
    public void A_good_message_is_accepted_kept_encrypted_and_routed()
    {
        MessageVerdict verdict = Judge(Notice);

        Assert.Equal((ResponseCode.Ok, MessageKeeping.Raw, "LIFE-02"), (verdict.Reply.Code, verdict.Keeping, verdict.Route));
        Assert.Equal("7b1f", verdict.Reply.To);
        Assert.Empty(verdict.Reply.Issues);
        Assert.Empty(verdict.Alerts);
    }

    [Fact]
    public void I_54_the_same_id_and_digest_get_the_same_reply_and_go_nowhere_again()
    {
        MessageVerdict first = Judge(Notice with { CreatedAt = Now.AddMinutes(10) });
        KnownMessage known = new("7b1f", Opo, "digest-1", first.Reply);

        MessageVerdict again = Judge(Notice with { ReceivedAt = Now.AddDays(3) }, known);

        Assert.Same(first.Reply, again.Reply);
        Assert.False(again.IsForProcessing);
        Assert.Equal(MessageKeeping.Nothing, again.Keeping);
    }

    [Theory]
    [InlineData(Opo, "digest-2")]
    [InlineData(Other, "digest-1")]
    public void I_54_the_same_id_with_other_content_or_of_another_sender_is_fatal_and_raises_the_alarm(string sender, string digest)
    {
        KnownMessage known = new("7b1f", sender, digest, new MessageAcknowledgement("7b1f", ResponseCode.Ok, []));

        MessageVerdict verdict = Judge(Notice, known);

        Assert.Equal(ResponseCode.FatalError, verdict.Reply.Code);
        Assert.Equal([MessageProblems.IdReused], verdict.Reply.Issues.Select(issue => issue.Code));
        Assert.Equal([MessageAlert.Security], verdict.Alerts);
    }

    [Fact]
    public void Scenario_37_a_forged_H05_of_a_hospital_that_is_no_OPO_leaves_its_digest_and_DPO_and_DUTY_are_told()
    {
        MessageVerdict verdict = Judge(Notice, sender: new RegisteredSender(Opo, [HospitalRole.Hospital]));

        Assert.Equal((ResponseCode.FatalError, MessageKeeping.DigestOnly, null), (verdict.Reply.Code, verdict.Keeping, verdict.Route));
        Assert.Equal([MessageProblems.SenderNotAllowed], verdict.Reply.Issues.Select(issue => issue.Code));
        Assert.Equal([MessageAlert.DataProtection, MessageAlert.DutyDesk], verdict.Alerts);
    }

    [Fact]
    public void A_credential_speaks_for_its_owner_alone()
    {
        MessageVerdict verdict = Judge(Notice with { CredentialOwner = Other });

        Assert.Equal([MessageProblems.SenderMismatch], verdict.Reply.Issues.Select(issue => issue.Code));
        Assert.Contains(MessageAlert.Security, verdict.Alerts);
    }

    [Fact]
    public void Each_event_may_be_sent_by_the_roles_of_its_row_and_by_no_other()
    {
        foreach (HospitalEvent happened in Enum.GetValues<HospitalEvent>())
        {
            foreach (HospitalRole role in Enum.GetValues<HospitalRole>())
            {
                MessageVerdict verdict = Judge(Notice with { EventCode = happened.ToString() }, sender: new RegisteredSender(Opo, [role]));

                bool allowed = HospitalEvents.RulesOf(happened).Senders.Contains(role);
                Assert.Equal(allowed ? ResponseCode.Ok : ResponseCode.FatalError, verdict.Reply.Code);
                Assert.True(happened > HospitalEvent.H10 || allowed == (role == HospitalRole.OpoHospital));
            }
        }

        Assert.Equal([MessageProblems.SenderUnknown], Judge(Notice, sender: null).Reply.Issues.Select(issue => issue.Code));
    }

    [Fact]
    public void Handled_are_H01_to_H12_and_H22_the_others_are_parked_for_DUTY_to_see()
    {
        Assert.Equal(
            [.. Enumerable.Range(1, 12), 22],
            Enum.GetValues<HospitalEvent>().Where(happened => HospitalEvents.RulesOf(happened).IsHandled).Select(happened => (int)happened));

        MessageVerdict parked = Judge(Notice with { EventCode = "H13" }, sender: new RegisteredSender(Opo, [HospitalRole.CollectionHospital]));

        Assert.Equal((ResponseCode.Ok, MessageKeeping.Raw, null), (parked.Reply.Code, parked.Keeping, parked.Route));
        Assert.Equal([MessageProblems.NotYetHandled], parked.Reply.Issues.Select(issue => issue.Code));
        Assert.Equal([MessageAlert.DutyDesk], parked.Alerts);
    }

    [Theory]
    [InlineData("H24")]
    [InlineData("H00")]
    [InlineData("5")]
    [InlineData("h05")]
    [InlineData("H5")]
    [InlineData("")]
    public void An_unknown_event_is_fatal(string code)
        => Assert.Equal([MessageProblems.EventUnknown], Judge(Notice with { EventCode = code }).Reply.Issues.Select(issue => issue.Code));

    [Fact]
    public void Forbidden_content_is_refused_with_its_place_reported_to_the_DPO_and_not_kept()
    {
        MessageVerdict verdict = Judge(Notice with
        {
            Forbidden = [new(ForbiddenContent.SecondPatient, "Bundle.entry[3].resource"), new(ForbiddenContent.Photo, "Bundle.entry[4].resource.content[0]")],
        });

        Assert.Equal(
            [
                new MessageIssue(MessageProblems.ForbiddenContent, "Bundle.entry[3].resource"),
                new MessageIssue(MessageProblems.ForbiddenContent, "Bundle.entry[4].resource.content[0]"),
            ],
            verdict.Reply.Issues);
        Assert.Equal(MessageKeeping.DigestOnly, verdict.Keeping);
        Assert.Equal([MessageAlert.DataProtection], verdict.Alerts);
    }

    [Fact]
    public void Many_patients_are_what_a_mass_casualty_message_is_about()
        => Assert.Equal(
            (ResponseCode.Ok, "PREP-01"),
            Judge(
                Notice with { EventCode = "H22", Forbidden = [new(ForbiddenContent.SecondPatient, "Bundle.entry[3].resource")] },
                sender: new RegisteredSender(Opo, [HospitalRole.EmergencyCentre])) is var verdict ? (verdict.Reply.Code, verdict.Route) : default);

    [Theory]
    [InlineData(5, false, ResponseCode.Ok)]
    [InlineData(5.1, true, ResponseCode.Ok)]
    [InlineData(60, true, ResponseCode.Ok)]
    [InlineData(60.1, false, ResponseCode.FatalError)]
    [InlineData(-600, false, ResponseCode.Ok)] // late is not ahead
    public void A_clock_ahead_is_told_from_five_minutes_on_and_refused_from_an_hour_on(double minutes, bool warned, ResponseCode code)
    {
        MessageVerdict verdict = Judge(Notice with { CreatedAt = Now.AddMinutes(minutes) });

        Assert.Equal(code, verdict.Reply.Code);
        Assert.Equal(warned, verdict.Reply.Issues.Any(issue => issue.Code == MessageProblems.ClockSkew));
    }

    [Fact]
    public void A_business_time_in_the_future_is_refused_with_its_place()
    {
        MessageVerdict verdict = Judge(Notice with
        {
            BusinessTimes = [new(Now.AddMinutes(60), "Procedure.performedPeriod.start"), new(Now.AddMinutes(61), "Procedure.performedPeriod.end")],
        });

        Assert.Equal([new MessageIssue(MessageProblems.FutureTime, "Procedure.performedPeriod.end")], verdict.Reply.Issues);
        Assert.Equal(MessageKeeping.Raw, verdict.Keeping);
    }

    [Fact]
    public void An_answer_is_sent_again_by_the_ladder_for_a_day_and_then_phoned()
    {
        List<double> minutes = [];
        OutboundNext next = OutboundRetry.Of(isHold: false, Now, Pack).Next(Now, 1);
        for (int sendings = 2; next.Step == OutboundStep.SendAgain; sendings++)
        {
            minutes.Add((next.At - Now).TotalMinutes);
            next = OutboundRetry.Of(isHold: false, Now, Pack).Next(Now, sendings);
        }

        Assert.Equal([1, 3, 8, 18, 48, 78], minutes.Take(6));
        Assert.True(minutes[^1] < 24 * 60);
        Assert.Equal(new OutboundNext(OutboundStep.Phone, Now.AddHours(24)), next);
    }

    [Fact]
    public void A_hold_is_sent_every_fifteen_seconds_for_two_minutes_and_then_phoned()
    {
        OutboundNext[] ladder = [.. Enumerable.Range(1, 8).Select(sendings => OutboundRetry.Of(isHold: true, Now, Pack).Next(Now, sendings))];

        Assert.Equal([15, 30, 45, 60, 75, 90, 105, 120], ladder.Select(next => (next.At - Now).TotalSeconds));
        Assert.All(ladder[..7], next => Assert.Equal(OutboundStep.SendAgain, next.Step));
        Assert.Equal(OutboundStep.Phone, ladder[7].Step);
    }

    [Fact]
    public void A_hospital_is_silent_after_more_than_a_day()
    {
        Assert.False(Heartbeats.IsSilent(Now, Now.AddHours(24), Pack));
        Assert.True(Heartbeats.IsSilent(Now, Now.AddHours(24).AddSeconds(1), Pack));
    }

    private static MessageVerdict Judge(HospitalEnvelope envelope, KnownMessage? known = null) => MessageIntake.Judge(envelope, known, Registered, Pack);

    private static MessageVerdict Judge(HospitalEnvelope envelope, RegisteredSender? sender) => MessageIntake.Judge(envelope, null, sender, Pack);
}
