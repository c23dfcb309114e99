using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class ClientExceptionTests() : ClientExceptionBehaviour(replayed: false);

/// <summary>What a client throws at mistakes of its caller.</summary>
public abstract class ClientExceptionBehaviour(bool replayed) : Behaviour(replayed)
{
    private static readonly Dictionary<string, Func<DurableTaskClient, string, Task>> Calls = new()
    {
        ["get"] = (client, id) => client.GetInstanceAsync(id),
        ["raise"] = (client, id) => client.RaiseEventAsync(id, "Say"),
        ["terminate"] = (client, id) => client.TerminateInstanceAsync(id),
        ["suspend"] = (client, id) => client.SuspendInstanceAsync(id),
        ["resume"] = (client, id) => client.ResumeInstanceAsync(id),
        ["wait for start"] = (client, id) => client.WaitForInstanceStartAsync(id),
        ["wait for end"] = (client, id) => client.WaitForInstanceCompletionAsync(id),
        ["restart"] = (client, id) => client.RestartAsync(id),
        ["rewind"] = (client, id) => client.RewindInstanceAsync(id, "reason"),
        ["history"] = (client, id) => client.GetOrchestrationHistoryAsync(id),
    };

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    private Task<TaskHub> Given() => Given(tasks => tasks
        .AddOrchestratorFunc<int>("Main", _ => 1)
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Say")));

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task An_empty_id_is_refused(string call)
    {
        await using TaskHub hub = await Given();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Calls[call](hub.Client, ""));
    }

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task The_id_of_an_entity_is_refused(string call)
    {
        await using TaskHub hub = await Given();

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => Calls[call](hub.Client, "@counter@1"));

        Assert.Contains("'@'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestration_cannot_be_started_under_the_id_of_an_entity()
    {
        await using TaskHub hub = await Given();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Start("Main", id: "@counter@1"));
    }

    [Fact]
    public async Task An_event_needs_a_name()
    {
        await using TaskHub hub = await Given();
        string id = await hub.Start("Wait");

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.RaiseEventAsync(id, ""));
    }

    [Theory]
    [InlineData("raise")]
    [InlineData("terminate")]
    [InlineData("suspend")]
    [InlineData("resume")]
    public async Task A_command_to_an_instance_that_does_not_exist_is_refused(string call)
    {
        await using TaskHub hub = await Given();

        // The client lets the gRPC refusal through; its status depends on the host.
        await Assert.ThrowsAsync<RpcException>(() => Calls[call](hub.Client, "nobody"));

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_is_null()
    {
        await using TaskHub hub = await Given();

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task A_second_start_names_the_id_that_exists()
    {
        await using TaskHub hub = await Given();
        await hub.Start("Wait", id: "case-9");

        OrchestrationAlreadyExistsException refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Start("Wait", id: "case-9"));

        Assert.Contains("case-9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_that_does_not_exist_cannot_be_chosen()
    {
        await using TaskHub hub = await Given();

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => hub.Start("Main", options: new StartOrchestrationOptions("case") { DedupeStatuses = ["Finished"] }));

        Assert.Contains("Finished", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_was_not_asked_for_cannot_be_read()
    {
        await using TaskHub hub = await Given();
        OrchestrationMetadata instance = (await hub.Client.GetInstanceAsync(await hub.Start("Main")))!;

        Assert.Throws<InvalidOperationException>(() => instance.ReadOutputAs<int>());
        Assert.Throws<InvalidOperationException>(() => instance.ReadInputAs<int>());
    }

    [Fact]
    public async Task A_start_whose_token_is_cancelled_does_not_start()
    {
        await using TaskHub hub = await Given();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Main", new CancellationToken(canceled: true)));

        Assert.Empty(await hub.All());
    }

    [Fact]
    public async Task Input_that_cannot_be_written_is_refused_and_nothing_starts()
    {
        await using TaskHub hub = await Given();

        await Assert.ThrowsAsync<NotSupportedException>(() => hub.Start("Main", new Func<int>(() => 1)));

        Assert.Empty(await hub.All());
    }
}
