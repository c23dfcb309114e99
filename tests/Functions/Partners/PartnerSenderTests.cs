using System.Net;
using Boai.Functions.Partners;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.Partners;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Boai.Tests.Functions.Partners;

/// <summary>What goes over the wire to a partner's server, and whom it is sent to at all.</summary>
public sealed class PartnerSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly PartnerSecret Secret = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)], Until: null);
    private static readonly byte[] Body = """{"specversion":"1.0"}"""u8.ToArray();

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)] // where clouds keep an instance's own credentials
    [InlineData("168.63.129.16", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:7f00:1::", false)] // 127.0.0.1 in the clothes of 6to4
    public void Only_servers_on_the_Internet_are_spoken_to(string address, bool allowed) =>
        Assert.Equal(allowed, PublicNetwork.Holds(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://hooks.example.org/boai?tenant=1", true, true)]
    [InlineData("http://hooks.example.org/boai", false, false)]
    [InlineData("https://user:secret@hooks.example.org/", false, false)]
    [InlineData("https://10.0.0.1/", false, false)]
    [InlineData("https://8.8.8.8/", false, false)]
    [InlineData("https://localhost/", false, false)]
    [InlineData("http://127.0.0.1:9/", false, true)]
    [InlineData("ftp://hooks.example.org/", false, false)]
    [InlineData("/events", false, false)]
    public void An_address_is_https_with_a_name_and_a_trial_also_takes_the_machine_itself(string address, bool taken, bool inTrial)
    {
        using PartnerSender real = Sender(trial: false);
        using PartnerSender trial = Sender(trial: true);
        Uri uri = new(address, UriKind.RelativeOrAbsolute);

        Assert.Equal((taken, inTrial), (real.Takes(uri), trial.Takes(uri)));
    }

    [Fact]
    public async Task A_signature_is_the_one_that_Standard_Webhooks_defines()
    {
        await using PartnerServer server = await PartnerServer.StartAsync();
        using PartnerSender sender = Sender(trial: true);
        PartnerSecret former = new([.. Enumerable.Repeat((byte)7, 32)], Now.AddHours(1));

        DeliveryReply reply = await sender.Send(server.Address, [Secret, former], "HRA-1-3", Body, TestContext.Current.CancellationToken);

        Received got = Assert.Single(server.Events);
        Assert.Equal(DeliveryOutcome.Taken, reply.Outcome);
        Assert.Equal(("HRA-1-3", "1772413200", "application/cloudevents+json; charset=utf-8"), (got.Id, got.Headers["webhook-timestamp"], got.Headers["content-type"]));
        Assert.True(got.IsSignedBy(Secret.Text) && got.IsSignedBy(former.Text));
        Assert.False(got.IsSignedBy(new PartnerSecret([.. Enumerable.Repeat((byte)8, 32)], null).Text));
        Assert.Equal(Body, got.Body);
    }

    [Theory]
    [InlineData(200, DeliveryOutcome.Taken, "")]
    [InlineData(202, DeliveryOutcome.Taken, "")]
    [InlineData(302, DeliveryOutcome.Later, "http-302")] // never followed
    [InlineData(400, DeliveryOutcome.Refused, "http-400")]
    [InlineData(401, DeliveryOutcome.Later, "http-401")] // somebody will mend its configuration
    [InlineData(404, DeliveryOutcome.Later, "http-404")]
    [InlineData(410, DeliveryOutcome.Over, "http-410")]
    [InlineData(413, DeliveryOutcome.Refused, "http-413")]
    [InlineData(415, DeliveryOutcome.Refused, "http-415")]
    [InlineData(422, DeliveryOutcome.Refused, "http-422")]
    [InlineData(429, DeliveryOutcome.Later, "http-429")]
    [InlineData(503, DeliveryOutcome.Later, "http-503")]
    public async Task What_a_server_answers_decides_whether_it_is_sent_again(int status, DeliveryOutcome outcome, string reason)
    {
        await using PartnerServer server = await PartnerServer.StartAsync();
        server.Answer = http =>
        {
            http.Response.Headers.Location = server.Address.ToString();
            http.Response.Headers.RetryAfter = "120";
            return status;
        };
        using PartnerSender sender = Sender(trial: true);

        DeliveryReply reply = await sender.Send(server.Address, [Secret], "e", Body, TestContext.Current.CancellationToken);

        Assert.Equal(new DeliveryReply(outcome, reason, outcome == DeliveryOutcome.Later ? 120 : 0), reply);
        Assert.Single(server.Events);
    }

    [Fact]
    public async Task A_date_to_come_back_at_counts_from_now()
    {
        await using PartnerServer server = await PartnerServer.StartAsync();
        server.Answer = http =>
        {
            http.Response.Headers.RetryAfter = Now.AddMinutes(7).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return StatusCodes.Status503ServiceUnavailable;
        };
        using PartnerSender sender = Sender(trial: true);

        Assert.Equal(420, (await sender.Send(server.Address, [Secret], "e", Body, TestContext.Current.CancellationToken)).WaitSeconds);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        PartnerServer gone = await PartnerServer.StartAsync();
        Uri address = gone.Address;
        await gone.DisposeAsync();
        using PartnerSender sender = Sender(trial: true);

        Assert.Equal(new DeliveryReply(DeliveryOutcome.Later, "connection"), await sender.Send(address, [Secret], "e", Body, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_name_that_leads_back_inside_is_refused_when_the_connection_is_made()
    {
        await using PartnerServer server = await PartnerServer.StartAsync();
        using PartnerSender real = Sender(trial: false);

        DeliveryReply reply = await real.Send(server.Address, [Secret], "e", Body, TestContext.Current.CancellationToken);

        Assert.Equal(new DeliveryReply(DeliveryOutcome.Later, "address"), reply);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("boai.example.org", true)]
    [InlineData("other.example.org", false)]
    [InlineData(null, false)]
    public async Task A_server_is_asked_whether_it_wants_events_from_here(string? allows, bool agrees)
    {
        await using PartnerServer server = await PartnerServer.StartAsync();
        server.Allows = allows;
        using PartnerSender sender = Sender(trial: true, "https://boai.example.org/");

        Assert.Equal(agrees, await sender.Asks(server.Address, TestContext.Current.CancellationToken));

        Received asked = Assert.Single(server.Received);
        Assert.Equal(("OPTIONS", "boai.example.org"), (asked.Method, asked.Headers["WebHook-Request-Origin"]));
    }

    private static PartnerSender Sender(bool trial, string? address = null) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:DevelopmentIssuer"] = trial ? "true" : "false",
            ["Boai:PublicAddress"] = address,
        }).Build(),
        new MovableClock(Now));
}
