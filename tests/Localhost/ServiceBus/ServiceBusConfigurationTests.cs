using Boai.Localhost.ServiceBus;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The form of the emulator's own Config.json, and what a mistake in it says.</summary>
public sealed class ServiceBusConfigurationTests
{
    [Fact]
    public void The_emulators_form_is_read()
    {
        ServiceBusConfiguration configuration = ServiceBusConfiguration.Parse("""
            {
              "UserConfig": {
                "Namespaces": [
                  {
                    "Name": "sbemulatorns",
                    "Queues": [
                      {
                        "Name": "queue.1",
                        "Properties": {
                          "DeadLetteringOnMessageExpiration": true,
                          "DefaultMessageTimeToLive": "PT1H",
                          "DuplicateDetectionHistoryTimeWindow": "PT20S",
                          "ForwardDeadLetteredMessagesTo": "",
                          "ForwardTo": "",
                          "LockDuration": "PT1M",
                          "MaxDeliveryCount": 3,
                          "RequiresDuplicateDetection": true,
                          "RequiresSession": true
                        }
                      },
                      { "Name": "bare" }
                    ],
                    "Topics": []
                  }
                ],
                "Logging": { "Type": "File" }
              }
            }
            """);

        Assert.Equal(
            new QueueSettings("queue.1")
            {
                DeadLetteringOnMessageExpiration = true,
                DefaultMessageTimeToLive = TimeSpan.FromHours(1),
                DuplicateDetectionHistoryTimeWindow = TimeSpan.FromSeconds(20),
                LockDuration = TimeSpan.FromMinutes(1),
                MaxDeliveryCount = 3,
                RequiresDuplicateDetection = true,
                RequiresSession = true,
            },
            configuration.Queues["QUEUE.1"]);
        Assert.Equal(new QueueSettings("bare"), configuration.Queues["bare"]);
    }

    [Theory]
    [InlineData("""{ "Name": "q", "Properties": { "LockDuration": "1 minute" } }""", "LockDuration")]
    [InlineData("""{ "Name": "q", "Properties": { "LockDuration": "PT6M" } }""", "PT5M")]
    [InlineData("""{ "Name": "q", "Properties": { "MaxDeliveryCount": 0 } }""", "MaxDeliveryCount")]
    [InlineData("""{ "Name": "q", "Properties": { "RequiresSession": "yes" } }""", "RequiresSession")]
    [InlineData("""{ "Name": "q", "Properties": { "EnablePartitioning": true } }""", "EnablePartitioning")]
    [InlineData("""{ "Name": "q", "Properties": { "ForwardTo": "nowhere" } }""", "nowhere")]
    [InlineData("""{ "Name": "q", "Properties": { "ForwardTo": "q" } }""", "circle")]
    [InlineData("""{ "Name": "q" }, { "Name": "Q" }""", "twice")]
    [InlineData("""{ "Name": "a$b" }""", "a$b")]
    [InlineData("""{ "Properties": {} }""", "without Name")]
    [InlineData("""{ "Name": """, "not JSON")]
    public void A_mistake_is_named(string queues, string named)
    {
        ServiceBusConfigurationException wrong = Assert.Throws<ServiceBusConfigurationException>(
            () => ServiceBusConfiguration.Parse($$"""{ "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [ {{queues}} ] } ] } }"""));

        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_are_refused_rather_than_ignored()
    {
        ServiceBusConfigurationException wrong = Assert.Throws<ServiceBusConfigurationException>(
            () => ServiceBusConfiguration.Parse("""{ "UserConfig": { "Namespaces": [ { "Name": "n", "Topics": [ { "Name": "t" } ] } ] } }"""));

        Assert.Contains("Topics", wrong.Message, StringComparison.Ordinal);
    }
}
