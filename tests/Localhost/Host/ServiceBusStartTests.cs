using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using Boai.Localhost.Host;
using Boai.Localhost.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Host;

/// <summary>What keeps an app that uses Service Bus from starting is said with function, parameter and remedy.</summary>
public sealed class ServiceBusStartTests
{
    [Theory]
    [InlineData(typeof(UndeclaredQueue), "UndeclaredQueue, parameter 'body': servicebus.json does not declare queue 'nowhere' (it declares texts, bytes,")]
    [InlineData(typeof(TopicTrigger), "TopicTrigger, parameter 'body': the local host has queues only, so no topic and no subscription")]
    [InlineData(typeof(UnboundType), "UnboundType, parameter 'body': [ServiceBusTrigger] binds to ServiceBusReceivedMessage, string, byte[], BinaryData or a class read from JSON, not Action")]
    [InlineData(typeof(SingleFromBatch), "SingleFromBatch, parameter 'body': [ServiceBusTrigger] with IsBatched = true binds to an array such as ServiceBusReceivedMessage[] or string[], not String")]
    [InlineData(typeof(ArrayWithoutBatch), "ArrayWithoutBatch, parameter 'messages': [ServiceBusTrigger] hands over ServiceBusReceivedMessage[] with IsBatched = true only")]
    [InlineData(typeof(ListOfMessages), "ListOfMessages, parameter 'messages': [ServiceBusTrigger] with IsBatched = true binds to an array")]
    [InlineData(typeof(SessionlessTrigger), "SessionlessTrigger, parameter 'body': 'sessions' has sessions (RequiresSession in servicebus.json); set IsSessionsEnabled = true")]
    [InlineData(typeof(SessionsNowhere), "SessionsNowhere, parameter 'body': IsSessionsEnabled is set, but 'texts' has no sessions")]
    [InlineData(typeof(SessionActionsWithout), "SessionActionsWithout, parameter 'actions': ServiceBusSessionMessageActions needs IsSessionsEnabled = true on the trigger")]
    [InlineData(typeof(UnknownMetadata), "UnknownMetadata, parameter 'colour': a serviceBusTrigger says nothing of that name; it knows MessageId,")]
    [InlineData(typeof(MissingSetting), "MissingSetting, parameter 'body': the queue's name needs the setting 'NoSuchSetting', which is not set")]
    [InlineData(typeof(TopicOutput), "TopicOutput: [ServiceBusOutput] on $return: the local host has queues only, so no topic")]
    [InlineData(typeof(DeadOutput), "DeadOutput: [ServiceBusOutput] on $return: 'texts/$DeadLetterQueue' takes no messages from senders")]
    [InlineData(typeof(ClientTypeOutput), "ClientTypeOutput: [ServiceBusOutput] on $return: the worker sends text, bytes, or a class as JSON, not ServiceBusMessage[]")]
    [InlineData(typeof(OutputOfOrchestrator), "OutputOfOrchestrator: output bindings have no effect in an orchestrator; call an activity that has them")]
    public async Task A_function_that_cannot_be_hosted_stops_the_start(Type functions, string problem)
    {
        LocalHostException refusal = await Assert.ThrowsAsync<LocalHostException>(() => ServiceBusTests.StartAsync(functions));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_line_with_the_way_out()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        LocalHostException refusal = await Assert.ThrowsAsync<LocalHostException>(
            () => ServiceBusTests.StartAsync(new LocalAppOptions { ServiceBusPort = port }, null, typeof(BatchFunctions)));

        Assert.Equal(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Port {port} on 127.0.0.1 is taken, so the Service Bus broker cannot listen. Stop the program that uses it or choose another port. With --service-bus-port <n> the broker listens elsewhere."),
            refusal.Message);
    }

    [Theory]
    [InlineData("""{ "UserConfig": """, "servicebus.json: The text is not JSON:")]
    [InlineData("""{ "UserConfig": { "Namespaces": [ { "Queues": { "Name": "q" } } ] } }""", "servicebus.json: A value under UserConfig.Namespaces is of the wrong JSON type:")]
    [InlineData("""{ "UserConfig": { "Namespaces": [ { "Queues": [ { "Name": "q", "Properties": { "LockDuration": "1 minute" } } ] } ] } }""", "servicebus.json: Queue 'q': LockDuration must be an ISO 8601 duration such as PT1M")]
    public async Task A_declaration_that_cannot_be_used_is_said_in_one_line(string json, string problem)
    {
        LocalHostException refusal = await Assert.ThrowsAsync<LocalHostException>(
            () => ServiceBusTests.StartAsync(new LocalAppOptions { ServiceBusJson = json }, null, typeof(BatchFunctions)));

        Assert.StartsWith(problem, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("--service-bus-port", "5673", 5673)]
    [InlineData("--service-bus-port", "0", 0)]
    public void The_port_can_be_chosen(string name, string value, int port) => Assert.Equal(port, CommandLine.Parse([name, value])!.ServiceBusPort);

    [Fact]
    public void The_port_can_be_a_setting_and_the_command_line_goes_before()
    {
        Assert.Equal(5680, CommandLine.WithSettings(new LocalHostOptions(), key => key == "Localhost:ServiceBusPort" ? "5680" : null).ServiceBusPort);
        Assert.Equal(1, CommandLine.WithSettings(new LocalHostOptions { ServiceBusPort = 1 }, key => key == "Localhost:ServiceBusPort" ? "5680" : null).ServiceBusPort);
        Assert.Throws<LocalHostException>(() => CommandLine.Parse(["--service-bus-port", "many"]));
    }

    [Theory]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "extensions.serviceBus.maxConcurrentCalls must be a number from 1")]
    [InlineData("""{ "extensions": { "serviceBus": { "autoCompleteMessages": "no" } } }""", "extensions.serviceBus.autoCompleteMessages must be true or false")]
    [InlineData("""{ "extensions": { "serviceBus": { "sessionIdleTimeout": 5 } } }""", "extensions.serviceBus.sessionIdleTimeout must be a time span")]
    public void A_wrong_value_in_host_json_is_named(string json, string problem) =>
        Assert.Contains(problem, Assert.Throws<LocalHostException>(() => HostJson.Parse(json, "host.json")).Message, StringComparison.Ordinal);

    private static class UndeclaredQueue
    {
        [Function("UndeclaredQueue")]
        public static void Run([ServiceBusTrigger("nowhere")] string body) => _ = body;
    }

    private static class TopicTrigger
    {
        [Function("TopicTrigger")]
        public static void Run([ServiceBusTrigger("topic", "subscription")] string body) => _ = body;
    }

    private static class UnboundType
    {
        [Function("UnboundType")]
        public static void Run([ServiceBusTrigger("texts")] Action body) => _ = body;
    }

    private static class SingleFromBatch
    {
        [Function("SingleFromBatch")]
        public static void Run([ServiceBusTrigger("texts", IsBatched = true)] string body) => _ = body;
    }

    private static class ArrayWithoutBatch
    {
        [Function("ArrayWithoutBatch")]
        public static void Run([ServiceBusTrigger("texts")] ServiceBusReceivedMessage[] messages) => _ = messages;
    }

    private static class ListOfMessages
    {
        [Function("ListOfMessages")]
        public static void Run([ServiceBusTrigger("texts", IsBatched = true)] IReadOnlyList<ServiceBusReceivedMessage> messages) => _ = messages;
    }

    private static class SessionlessTrigger
    {
        [Function("SessionlessTrigger")]
        public static void Run([ServiceBusTrigger("sessions")] string body) => _ = body;
    }

    private static class SessionsNowhere
    {
        [Function("SessionsNowhere")]
        public static void Run([ServiceBusTrigger("texts", IsSessionsEnabled = true)] string body) => _ = body;
    }

    private static class SessionActionsWithout
    {
        [Function("SessionActionsWithout")]
        public static void Run([ServiceBusTrigger("texts")] string body, ServiceBusSessionMessageActions actions) => _ = (body, actions);
    }

    private static class UnknownMetadata
    {
        [Function("UnknownMetadata")]
        public static void Run([ServiceBusTrigger("texts")] string body, string colour) => _ = (body, colour);
    }

    private static class MissingSetting
    {
        [Function("MissingSetting")]
        public static void Run([ServiceBusTrigger("%NoSuchSetting%")] string body) => _ = body;
    }

    private static class TopicOutput
    {
        [Function("TopicOutput")]
        [ServiceBusOutput("topic", ServiceBusEntityType.Topic)]
        public static string Run([ServiceBusTrigger("texts")] string body) => body;
    }

    private static class DeadOutput
    {
        [Function("DeadOutput")]
        [ServiceBusOutput("texts/$DeadLetterQueue")]
        public static string Run([ServiceBusTrigger("texts")] string body) => body;
    }

    private static class ClientTypeOutput
    {
        [Function("ClientTypeOutput")]
        [ServiceBusOutput("texts")]
        public static ServiceBusMessage[] Run([ServiceBusTrigger("texts")] string body) => [new ServiceBusMessage(body)];
    }

    private static class OutputOfOrchestrator
    {
        [Function("OutputOfOrchestrator")]
        [ServiceBusOutput("texts")]
        public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.InstanceId;
    }
}

/// <summary>Nothing but HTTP.</summary>
public static class TimelessFunctions
{
    [Function("Timeless")]
    public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
}
