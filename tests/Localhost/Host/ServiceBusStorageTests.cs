using Azure.Messaging.ServiceBus;
using Boai.Localhost.ServiceBus;
using Boai.Localhost.Testing;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.Host;

/// <summary>The host's broker with its messages in Azurite, and a client from outside.</summary>
public sealed class ServiceBusStorageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_client_from_outside_starts_a_function_and_reads_its_answer_after_a_restart_of_the_host()
    {
        await using LocalApp app = await ServiceBusTests.StartAsync(
            new LocalAppOptions
            {
                StorageConnectionString = await azurite.NewAccountAsync(), JournalInStorage = true, ServiceBusPort = 0,
                Settings = new Dictionary<string, string?> { ["ReplyQueue"] = "answers" },
                ServiceBusJson = ServiceBusTests.Queues.Replace("{ \"Name\": \"replies\" }", "{ \"Name\": \"replies\" }, { \"Name\": \"answers\" }", StringComparison.Ordinal),
            },
            null,
            typeof(ServiceBusFunctions));
        await using (ServiceBusClient client = new(app.ServiceBus.Options.ConnectionString))
        {
            await client.CreateSender("parcels").SendMessageAsync(new ServiceBusMessage("""{"name":"box","weight":6}"""));
        }

        await app.RunUntilIdleAsync();
        Assert.Equal(["parcel box 6"], app.Diary());
        await app.RestartAsync();

        await using ServiceBusClient later = new(app.ServiceBus.Options.ConnectionString);
        ServiceBusReceivedMessage answer = await later.CreateReceiver("answers").ReceiveMessageAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(("""{"Name":"box","Weight":7}""", "application/json"), (answer.Body.ToString(), answer.ContentType));
    }
}
