using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Boai.Tests.Localhost.Durable;

public sealed class EntityLockTests() : EntityLockBehaviour(replayed: false);

public sealed class EntityLockReplayTests() : EntityLockBehaviour(replayed: true);

/// <summary>Critical sections: several entities held by one orchestration.</summary>
public abstract class EntityLockBehaviour(bool replayed) : Behaviour(replayed)
{
    private static readonly EntityInstanceId A = new("account", "a");
    private static readonly EntityInstanceId B = new("account", "b");

    public sealed class Account : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;

        public int Get() => State;
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Account>()
        .AddOrchestratorFunc<int, bool>("Transfer", async (context, amount) =>
        {
            await using (await context.Entities.LockEntitiesAsync(amount % 2 == 0 ? [A, B] : [B, A]))
            {
                if (await context.Entities.CallEntityAsync<int>(A, "Get") < amount)
                {
                    return false;
                }

                await context.Entities.CallEntityAsync(A, "Add", -amount);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                await context.Entities.CallEntityAsync(B, "Add", amount);
                return true;
            }
        })
        .AddOrchestratorFunc<bool, string>("Hold", async (context, fail) =>
        {
            await context.Entities.LockEntitiesAsync(A);
            string said = await context.WaitForExternalEvent<string>("Say");
            return fail ? throw new InvalidOperationException(said) : said;
        })
        .AddOrchestratorFunc<int>("Get", context => context.Entities.CallEntityAsync<int>(A, "Get"));

    private static async Task<int> Balance(TaskHub hub, EntityInstanceId id) => (await hub.Client.Entities.GetEntityAsync<int>(id))?.State ?? 0;

    private static async Task Signal(TaskHub hub, EntityInstanceId id, int amount)
    {
        await hub.Client.Entities.SignalEntityAsync(id, "Add", amount);
        await hub.SettleAsync();
    }

    [Fact]
    public async Task Nobody_comes_between_the_steps_of_a_critical_section()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, A, 10);
        List<string> ids = [];
        for (int i = 0; i < 8; i++)
        {
            ids.Add(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Transfer", 3 + (i % 2)));
        }

        int done = 0;
        foreach (string id in ids)
        {
            done += await hub.ResultOf<bool>(id) ? 1 : 0;
        }

        Assert.InRange(done, 2, 3);
        Assert.Equal(10, await Balance(hub, A) + await Balance(hub, B));
        Assert.InRange(await Balance(hub, A), 0, 3);
    }

    [Fact]
    public async Task While_it_is_locked_an_entity_keeps_others_waiting()
    {
        await using TaskHub hub = await Given(Tasks);
        string holder = await hub.Start("Hold", false);
        string other = await hub.Start("Get");
        await Signal(hub, A, 5);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(other));
        Assert.Equal(0, await Balance(hub, A));

        await hub.Raise(holder, "Say", "done");

        Assert.Equal("done", await hub.ResultOf<string>(holder));
        Assert.Equal(0, await hub.ResultOf<int>(other));
        Assert.Equal(5, await Balance(hub, A));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_lock_ends_with_the_orchestration_however_it_ends(bool terminated)
    {
        await using TaskHub hub = await Given(Tasks);
        string holder = await hub.Start("Hold", true);
        if (terminated)
        {
            await hub.Client.TerminateInstanceAsync(holder);
            await hub.SettleAsync();
        }
        else
        {
            await hub.Raise(holder, "Say", "fail");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusOf(holder));
        }

        Assert.Equal(0, await hub.Run<int>("Get"));
    }

    [Fact]
    public async Task Locks_outlast_a_restart()
    {
        await using TaskHub hub = await Given(Tasks);
        string holder = await hub.Start("Hold", false);
        await hub.RestartAsync(Tasks);
        string other = await hub.Start("Get");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusOf(other));

        await hub.Raise(holder, "Say", "done");

        Assert.Equal(0, await hub.ResultOf<int>(other));
    }

    [Fact]
    public async Task An_orchestration_knows_whether_it_is_in_a_critical_section()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddEntity<Account>()
            .AddOrchestratorFunc<List<string>>("Main", async context =>
            {
                List<string> seen = [$"{context.Entities.InCriticalSection()}"];
                await using (await context.Entities.LockEntitiesAsync(B, A))
                {
                    seen.Add($"{context.Entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? held)} {held?.Count}");
                }

                seen.Add($"{context.Entities.InCriticalSection()}");
                return seen;
            }));

        Assert.Equal(["False", "True 2", "False"], (await hub.Run<List<string>>("Main"))!);
    }

    [Theory]
    [InlineData("call another")]
    [InlineData("signal a locked one")]
    [InlineData("lock again")]
    [InlineData("call a sub-orchestration")]
    public async Task What_could_deadlock_is_refused_in_a_critical_section(string what)
    {
        await using TaskHub hub = await Given(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc("Main", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(A))
                {
                    await (what switch
                    {
                        "call another" => context.Entities.CallEntityAsync(B, "Get"),
                        "signal a locked one" => context.Entities.SignalEntityAsync(A, "Add", 1),
                        "lock again" => context.Entities.LockEntitiesAsync(B),
                        _ => context.CallSubOrchestratorAsync("Get"),
                    });
                }
            });
        });

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<InvalidOperationException>());
        Assert.Equal(0, await hub.Run<int>("Get"));
    }

    [Fact]
    public async Task Another_entity_can_be_signalled_in_a_critical_section()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddEntity<Account>()
            .AddOrchestratorFunc("Main", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(A))
                {
                    await context.Entities.SignalEntityAsync(B, "Add", 4);
                }
            }));
        await hub.Run<object>("Main");
        await hub.SettleAsync();

        Assert.Equal(4, await Balance(hub, B));
    }

    [Fact]
    public async Task Cleaning_removes_entities_without_state_and_leaves_the_others()
    {
        await using TaskHub hub = await Given(Tasks);
        await Signal(hub, A, 5);
        await Signal(hub, B, 5);
        await hub.Client.Entities.SignalEntityAsync(B, "delete");
        await hub.SettleAsync();

        CleanEntityStorageResult cleaned = await hub.Client.Entities.CleanEntityStorageAsync();

        Assert.Equal(1, cleaned.EmptyEntitiesRemoved);
        Assert.Equal(5, await Balance(hub, A));
    }
}
