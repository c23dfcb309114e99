using System.Reflection;
using Boai.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Tests.Architecture;

/// <summary>The functions of the app, their triggers and routes, against an approved list: nothing is exposed by accident.</summary>
public sealed class FunctionListTests
{
    private const string ApprovedList = "tests/Architecture/functions.approved.txt";

    [Fact]
    public void Functions_triggers_and_routes_are_the_approved_ones()
    {
        string found = string.Concat(AllFunctions().Select(Describe).Order(StringComparer.Ordinal).Select(line => line + "\n"));

        Assert.True(
            found == RepositoryTree.Read(ApprovedList),
            $"The list of functions changed. If that is meant, {ApprovedList} must read:\n{found}");
    }

    private static IEnumerable<MethodInfo> AllFunctions() =>
        Assembly.Load("Boai.Functions").GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    private static string Describe(MethodInfo method)
    {
        string name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            foreach (object attribute in parameter.GetCustomAttributes())
            {
                switch (attribute)
                {
                    case HttpTriggerAttribute http:
                        return $"{name} http {string.Join(',', http.Methods ?? ["any"])} /{http.Route ?? name}";
                    case TimerTriggerAttribute timer:
                        return $"{name} timer {timer.Schedule}";
                    case QueueTriggerAttribute queue:
                        return $"{name} queue {queue.QueueName}";
                    case ServiceBusTriggerAttribute bus:
                        return $"{name} servicebus {bus.QueueName}";
                    case OrchestrationTriggerAttribute:
                        return $"{name} orchestration";
                    case ActivityTriggerAttribute:
                        return $"{name} activity";
                    case EntityTriggerAttribute:
                        return $"{name} entity";
                }
            }
        }

        return $"{name} has no known trigger";
    }
}
