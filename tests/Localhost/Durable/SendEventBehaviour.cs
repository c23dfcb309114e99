using Microsoft.DurableTask;

namespace Boai.Tests.Localhost.Durable;

public sealed class SendEventTests() : SendEventBehaviour(replayed: false);

public sealed class SendEventReplayTests() : SendEventBehaviour(replayed: true);

/// <summary>Events from one orchestration to another.</summary>
public abstract class SendEventBehaviour(bool replayed) : Behaviour(replayed)
{
    [Fact]
    public async Task An_event_comes_to_the_other_orchestration_once()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Receiver", async context =>
            {
                string first = await context.WaitForExternalEvent<string>("Say");
                try
                {
                    return $"{first} and {await context.WaitForExternalEvent<string>("Say", TimeSpan.FromDays(1))}";
                }
                catch (TaskCanceledException)
                {
                    return $"only {first}";
                }
            })
            .AddOrchestratorFunc("Sender", async context =>
            {
                context.SendEvent("receiver", "SAY", "hello");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            }));
        string id = await hub.Start("Receiver", id: "receiver");
        await hub.Run<object>("Sender");

        Assert.Equal("only hello", await hub.ResultOf<string>(id));
    }

    [Fact]
    public async Task Events_come_in_the_order_in_which_they_were_sent()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<List<int>>("Receiver", async context =>
            {
                List<int> taken = [];
                while (taken.Count < 20)
                {
                    taken.Add(await context.WaitForExternalEvent<int>("Number"));
                }

                return taken;
            })
            .AddOrchestratorFunc<string>("Sender", (context, to) =>
            {
                for (int i = 0; i < 20; i++)
                {
                    context.SendEvent(to, "Number", i);
                }
            }));
        string id = await hub.Start("Receiver");
        await hub.Run<object>("Sender", id);

        Assert.Equal(Enumerable.Range(0, 20), (await hub.ResultOf<List<int>>(id))!);
    }

    [Fact]
    public async Task A_child_can_report_to_its_parent()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
            {
                Task<string> part = context.CallSubOrchestratorAsync<string>("Part");
                string progress = await context.WaitForExternalEvent<string>("Progress");
                return $"{progress}, then {await part}";
            })
            .AddOrchestratorFunc<string>("Part", async context =>
            {
                context.SendEvent(context.Parent!.InstanceId, "Progress", "half way");
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return "done";
            }));

        Assert.Equal("half way, then done", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task An_orchestration_can_send_to_itself()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<string>("Main", context =>
        {
            context.SendEvent(context.InstanceId, "Note", "to self");
            return context.WaitForExternalEvent<string>("Note");
        }));

        Assert.Equal("to self", await hub.Run<string>("Main"));
    }

    [Fact]
    public async Task An_event_to_nobody_harms_nobody()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int>("Main", context =>
        {
            context.SendEvent("nobody", "Say", "hello");
            return 1;
        }));

        Assert.Equal(1, await hub.Run<int>("Main"));
        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task An_entity_cannot_be_sent_an_event()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.SendEvent("@counter@1", "add", 1)));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<ArgumentException>());
    }
}
