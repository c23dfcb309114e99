using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

public sealed class FailureTests() : FailureBehaviour(replayed: false);

public sealed class FailureReplayTests() : FailureBehaviour(replayed: true);

/// <summary>What is kept of exceptions.</summary>
public abstract class FailureBehaviour(bool replayed) : Behaviour(replayed)
{
    public sealed class PaymentRefusedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Own", new Action<TaskOrchestrationContext>(_ => ThrowHere()))
        .AddOrchestratorFunc("Called", context => context.CallActivityAsync("Break"))
        .AddActivityFunc("Break", _ => ThrowHere());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowHere()
    {
        try
        {
            throw new TimeoutException("the bank did not answer", new IOException("connection reset"));
        }
        catch (TimeoutException cause)
        {
            throw new PaymentRefusedException("no payment", cause);
        }
    }

    [Fact]
    public async Task An_orchestrators_own_exception_is_kept_with_type_message_and_place()
    {
        await using TaskHub hub = await Given(Tasks);

        TaskFailureDetails failure = await hub.FailureOf("Own");

        Assert.Equal(typeof(PaymentRefusedException).ToString(), failure.ErrorType);
        Assert.Equal("no payment", failure.ErrorMessage);
        Assert.Contains(nameof(ThrowHere), failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_causes_are_kept_to_the_last()
    {
        await using TaskHub hub = await Given(Tasks);

        TaskFailureDetails failure = await hub.FailureOf("Own");

        Assert.Equal("the bank did not answer", failure.InnerFailure?.ErrorMessage);
        Assert.Equal("connection reset", failure.InnerFailure?.InnerFailure?.ErrorMessage);
        Assert.Null(failure.InnerFailure?.InnerFailure?.InnerFailure);
    }

    [Fact]
    public async Task Of_a_failed_call_the_exception_of_the_activity_is_the_cause()
    {
        await using TaskHub hub = await Given(Tasks);

        TaskFailureDetails failure = await hub.FailureOf("Called");

        Assert.Equal(typeof(TaskFailedException).FullName, failure.ErrorType);
        Assert.Equal(typeof(PaymentRefusedException).ToString(), failure.InnerFailure?.ErrorType);
        Assert.Contains(nameof(ThrowHere), failure.InnerFailure?.StackTrace, StringComparison.Ordinal);
        Assert.Equal("connection reset", failure.InnerFailure?.InnerFailure?.InnerFailure?.ErrorMessage);
    }

    [Theory]
    [InlineData(typeof(PaymentRefusedException), true)]
    [InlineData(typeof(InvalidOperationException), true)]
    [InlineData(typeof(Exception), true)]
    [InlineData(typeof(ArgumentException), false)]
    public async Task A_failure_can_be_asked_for_its_type_and_the_types_above(Type type, bool caused)
    {
        await using TaskHub hub = await Given(Tasks);

        Assert.Equal(caused, (await hub.FailureOf("Own")).IsCausedBy(type));
    }

    [Fact]
    public async Task A_thrown_task_failure_names_task_and_reason()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<string>("Main", async context =>
            {
                await context.CallActivityAsync("Fine");
                try
                {
                    await context.CallActivityAsync("Break");
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}|{failed.TaskId}|{failed.FailureDetails.ErrorMessage}|{failed.Message}";
                }
            })
            .AddActivityFunc("Fine", _ => { })
            .AddActivityFunc("Break", _ => ThrowHere()));

        string[] parts = (await hub.Run<string>("Main"))!.Split('|');

        Assert.Equal(["Break", "1", "no payment"], parts[..3]);
        Assert.Contains("'Break' (#1)", parts[3], StringComparison.Ordinal);
        Assert.Contains("no payment", parts[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_are_there_after_a_restart_if_data_is_asked_for()
    {
        await using TaskHub hub = await Given(Tasks);
        string id = await hub.Start("Called");
        await hub.RestartAsync(Tasks);

        OrchestrationMetadata instance = await hub.Get(id);

        Assert.Null((await hub.Client.GetInstanceAsync(id))!.FailureDetails);
        Assert.Equal("connection reset", instance.FailureDetails?.InnerFailure?.InnerFailure?.InnerFailure?.ErrorMessage);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_fails_the_activity()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc("Main", context => context.CallActivityAsync<object>("Odd"))
            .AddActivityFunc<object>("Odd", _ => Task.FromResult<object>(new Func<int>(() => 1))));

        Assert.True((await hub.FailureOf("Main")).InnerFailure!.IsCausedBy<NotSupportedException>());
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_fails_where_it_is_awaited()
    {
        await using TaskHub hub = await Given(tasks => tasks
            .AddOrchestratorFunc<int>("Main", context => context.CallActivityAsync<int>("Text"))
            .AddActivityFunc<string>("Text", _ => "no number"));

        Assert.True((await hub.FailureOf("Main")).IsCausedBy<System.Text.Json.JsonException>());
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_fails_the_orchestration()
    {
        await using TaskHub hub = await Given(tasks => tasks.AddOrchestratorFunc<int, int>("Main", (_, number) => number));

        Assert.True((await hub.FailureOf("Main", "no number")).IsCausedBy<System.Text.Json.JsonException>());
    }
}
