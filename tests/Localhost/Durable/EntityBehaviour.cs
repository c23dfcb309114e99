using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Boai.Tests.Localhost.Durable;

public sealed class EntityTests() : EntityBehaviour(replayed: false);

public sealed class EntityReplayTests() : EntityBehaviour(replayed: true);

/// <summary>Entities: small states with operations, one at a time.</summary>
public abstract class EntityBehaviour(bool replayed) : Behaviour(replayed)
{
    public sealed class Counter : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;

        public async Task<int> AddSlowly(int amount)
        {
            int before = State;
            await Task.Yield();
            State = before + amount;
            return State;
        }

        public int Get() => State;

        public void Reset(int to = 0) => State = to;

        public string Key(TaskEntityContext context) => $"{context.Id} holds {State}";

        public void Tell(string key) => Context.SignalEntity(new EntityInstanceId("counter", key), "add", 1);

        public string Begin(string id) => Context.ScheduleNewOrchestration("Echo", State, new StartOrchestrationOptions(id));

        public void Break(int amount)
        {
            State += amount;
            Context.SignalEntity(new EntityInstanceId("counter", "other"), "add", 1);
            throw new InvalidOperationException("the counter is broken");
        }
    }

    private static readonly EntityInstanceId One = new("Counter", "one");

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Counter>()
        .AddOrchestratorFunc<int, int>("Echo", (_, input) => input)
        .AddOrchestratorFunc<int, int>("Call", (context, amount) => context.Entities.CallEntityAsync<int>(One, "Add", amount))
        .AddOrchestratorFunc<string, string>("Ask", async (context, operation) =>
        {
            try
            {
                return await context.Entities.CallEntityAsync<string>(One, operation);
            }
            catch (EntityOperationFailedException failed)
            {
                return $"{failed.EntityId} {failed.OperationName}: {failed.FailureDetails.ErrorType}: {failed.FailureDetails.ErrorMessage}";
            }
        });

    private static async Task Signal(TaskHub hub, EntityInstanceId id, string operation, object? input = null, DateTimeOffset? at = null)
    {
        await hub.Client.Entities.SignalEntityAsync(id, operation, input, new SignalEntityOptions { SignalTime = at });
        await hub.SettleAsync();
    }

    private static async Task<int?> StateOf(TaskHub hub, EntityInstanceId id) => (await hub.Client.Entities.GetEntityAsync<int>(id))?.State;

    private static async Task<List<string>> List(TaskHub hub, EntityQuery? query = null)
    {
        List<string> found = [];
        await foreach (EntityMetadata entity in hub.Client.Entities.GetAllEntitiesAsync(query))
        {
            found.Add(entity.Id.ToString());
        }

        return found;
    }

    [Fact]
    public async Task Signals_from_a_client_change_the_state_in_their_order()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 5);
        await Signal(hub, One, "Reset", 3);
        await Signal(hub, One, "Add", 4);

        Assert.Equal(7, await StateOf(hub, One));
    }

    [Fact]
    public async Task Entities_and_operations_are_found_whatever_their_case_and_keys_are_not()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, new EntityInstanceId("COUNTER", "one"), "aDD", 5);
        await Signal(hub, new EntityInstanceId("counter", "ONE"), "add", 1);

        Assert.Equal(5, await StateOf(hub, One));
        Assert.Equal(1, await StateOf(hub, new EntityInstanceId("Counter", "ONE")));
    }

    [Fact]
    public async Task A_call_from_an_orchestration_brings_the_result()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 40);

        Assert.Equal(42, await hub.Run<int>("Call", 2));
    }

    [Fact]
    public async Task Operations_are_done_one_at_a_time()
    {
        await using TaskHub hub = await Given(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc<int>("Many", async context => (await Task.WhenAll(
                Enumerable.Range(0, 100).Select(_ => context.Entities.CallEntityAsync<int>(One, "AddSlowly", 1)))).Max());
        });

        Assert.Equal(100, await hub.Run<int>("Many"));
        Assert.Equal(100, await StateOf(hub, One));
    }

    [Fact]
    public async Task An_orchestration_can_signal_without_waiting()
    {
        await using TaskHub hub = await Given(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc<int>("Signal", async context =>
            {
                await context.Entities.SignalEntityAsync(One, "Add", 5);
                await context.Entities.SignalEntityAsync(One, "Add", 6);
                return await context.Entities.CallEntityAsync<int>(One, "Get");
            });
        });

        Assert.Equal(11, await hub.Run<int>("Signal"));
    }

    [Fact]
    public async Task An_operation_without_input_may_have_a_default()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 5);

        await Signal(hub, One, "Reset");

        Assert.Equal(0, await StateOf(hub, One));
    }

    [Fact]
    public async Task A_failed_operation_fails_the_call_and_leaves_no_trace()
    {
        await using TaskHub hub = await Given(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc<string>("Break", async context =>
            {
                EntityOperationFailedException failed = await Assert.ThrowsAsync<EntityOperationFailedException>(
                    () => context.Entities.CallEntityAsync(One, "Break", 9));
                return $"{failed.EntityId} {failed.OperationName} {failed.FailureDetails.ErrorMessage}";
            });
        });
        await Signal(hub, One, "Add", 5);

        Assert.Equal("@counter@one Break the counter is broken", await hub.Run<string>("Break"));
        Assert.Equal(5, await StateOf(hub, One));
        Assert.Null(await StateOf(hub, new EntityInstanceId("counter", "other")));
    }

    [Fact]
    public async Task A_failed_signal_does_not_stop_the_next()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Break", 9);

        await Signal(hub, One, "Add", 2);

        Assert.Equal(2, await StateOf(hub, One));
    }

    [Theory]
    [InlineData("NoSuch", "NotSupportedException")]
    [InlineData("Add", "InvalidOperationException")] // it needs an input
    public async Task An_operation_that_cannot_be_done_fails_the_call(string operation, string error)
    {
        await using TaskHub hub = await Given(Tasks);

        string? told = await hub.Run<string>("Ask", operation);

        Assert.StartsWith($"@counter@one {operation}: System.{error}", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entity_that_does_not_exist_fails_the_call_and_is_named()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc("Main", context =>
            context.Entities.CallEntityAsync(new EntityInstanceId("missing", "1"), "Do")));

        TaskFailureDetails failure = await hub.FailureOf("Main");

        Assert.True(failure.IsCausedBy<EntityOperationFailedException>());
        Assert.Contains("missing", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_may_take_its_context()
    {
        await using TaskHub hub = await Given(Tasks);

        Assert.Equal("@counter@one holds 0", await hub.Run<string>("Ask", "Key"));
    }

    [Fact]
    public async Task An_entity_can_signal_another()
    {
        await using TaskHub hub = await Given(Tasks);

        await Signal(hub, One, "Tell", "two");

        Assert.Equal(1, await StateOf(hub, new EntityInstanceId("counter", "two")));
    }

    [Fact]
    public async Task An_entity_can_start_an_orchestration()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 6);

        await Signal(hub, One, "Begin", "begun");

        Assert.Equal(6, await hub.ResultOf<int>("begun"));
    }

    [Fact]
    public async Task A_signal_for_later_is_done_then()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 1, hub.Now.AddDays(2));
        await Signal(hub, One, "Add", 10, hub.Now.AddDays(1));
        await Signal(hub, One, "Add", 100);
        Assert.Equal(100, await StateOf(hub, One));

        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(110, await StateOf(hub, One));
        await hub.RestartAsync(Tasks);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(111, await StateOf(hub, One));
    }

    [Fact]
    public async Task State_outlasts_a_restart_and_can_be_deleted()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, One, "Add", 5);
        await hub.RestartAsync(Tasks);
        Assert.Equal(5, await StateOf(hub, One));

        await Signal(hub, One, "delete");

        Assert.Null(await hub.Client.Entities.GetEntityAsync(One));
        Assert.Empty(await List(hub));
    }

    [Fact]
    public async Task State_can_be_read_or_left_out()
    {
        await using TaskHub hub = await Given(Tasks);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await Signal(hub, One, "Add", 5);

        EntityMetadata with = (await hub.Client.Entities.GetEntityAsync(One))!;
        EntityMetadata without = (await hub.Client.Entities.GetEntityAsync(One, includeState: false))!;

        Assert.Equal((5, hub.Now, One), (with.State.ReadAs<int>(), with.LastModifiedTime, with.Id));
        Assert.False(without.IncludesState);
        Assert.Throws<InvalidOperationException>(() => without.State);
        Assert.Null(await hub.Client.Entities.GetEntityAsync(new EntityInstanceId("counter", "nobody")));
    }

    [Fact]
    public async Task Entities_are_listed_by_prefix_time_and_page()
    {
        await using TaskHub hub = await Given(Tasks);
        for (int i = 0; i < 6; i++)
        {
            await Signal(hub, new EntityInstanceId("counter", $"a{i}"), "Add", i);
        }

        DateTimeOffset between = hub.Now.AddMinutes(30);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await Signal(hub, new EntityInstanceId("counter", "b"), "Add", 1);

        Assert.Equal(7, (await List(hub)).Count);
        Assert.Equal(["@counter@b"], await List(hub, new EntityQuery { InstanceIdStartsWith = "@counter@b" }));
        Assert.Equal(["@counter@b"], await List(hub, new EntityQuery { LastModifiedFrom = between }));
        Assert.Equal(6, (await List(hub, new EntityQuery { LastModifiedTo = between })).Count);
        List<int> sizes = [];
        await foreach (Page<EntityMetadata<int>> page in hub.Client.Entities.GetAllEntitiesAsync<int>(new EntityQuery { PageSize = 3 }).AsPages())
        {
            sizes.Add(page.Values.Count);
        }

        Assert.Equal([3, 3, 1], sizes);
    }
}
