using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Boai.Localhost.Host;

/// <summary>Reads one method marked as a function, and says what keeps it from being hosted.</summary>
internal sealed partial class FunctionReader(string name, MethodInfo method, FunctionSettings settings, FunctionProblems problems)
{
    // Asked once: apps that start side by side may each be given other objects for the same parameters, and these are told apart by reference.
    private readonly ParameterInfo[] parameters = method.GetParameters();

    /// <returns>Null when there was a problem.</returns>
    public FunctionDescriptor? Read()
    {
        CheckMethod();
        if (FindTrigger() is not { } found)
        {
            return null;
        }

        (ParameterInfo parameter, TriggerBindingAttribute attribute) = found;
        TriggerReader triggers = new(name, parameter, settings, problems);
        if (triggers.Read(attribute) is not { } trigger)
        {
            return null;
        }

        ParameterReader reader = new(name, parameter, trigger, settings, problems);
        List<ParameterBinder?> binders = [.. parameters.Select(reader.Read)];
        FunctionResult? result = new ResultReader(name, method, trigger, settings, problems).Read();
        RetryPlan? retry = RetryReader.Read(name, method, trigger, problems);
        return result is null || binders.Contains(null)
            ? null
            : new FunctionDescriptor(name, method, trigger, binders!, result, retry, Define(trigger, parameter, result));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex NamePattern { get; }

    private void CheckMethod()
    {
        if (!NamePattern.IsMatch(name) || string.Equals(name, "host", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(name, "a function's name begins with a letter, has letters, digits, '_' and '-', at most 128, and is not 'host'");
        }

        if (!method.IsPublic)
        {
            problems.Add(name, $"method {method.DeclaringType!.Name}.{method.Name} must be public");
        }

        if (method.ContainsGenericParameters || (!method.IsStatic && method.DeclaringType!.IsAbstract))
        {
            problems.Add(name, $"method {method.DeclaringType!.Name}.{method.Name} must not be generic, nor its class abstract");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            problems.Add(name, "an async function must return Task, not void");
        }

        if (method.ReturnType == typeof(ValueTask) || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            problems.Add(name, "a function returns Task, not ValueTask, which the worker does not await");
        }
    }

    private (ParameterInfo Parameter, TriggerBindingAttribute Attribute)? FindTrigger()
    {
        (ParameterInfo, TriggerBindingAttribute)[] triggers =
        [
            .. from parameter in parameters
               from attribute in parameter.GetCustomAttributes<TriggerBindingAttribute>()
               select (parameter, attribute),
        ];
        if (triggers.Length == 1)
        {
            return triggers[0];
        }

        problems.Add(name, triggers.Length == 0
            ? "no parameter says what starts it; mark one with [HttpTrigger], [TimerTrigger], [QueueTrigger], [ServiceBusTrigger], [OrchestrationTrigger], [ActivityTrigger] or [EntityTrigger]"
            : "more than one parameter says what starts it");
        return null;
    }

    private LocalFunctionDefinition Define(Trigger trigger, ParameterInfo triggerParameter, FunctionResult result)
    {
        IEnumerable<BindingMetadata> inputs =
            from parameter in parameters
            where parameter == triggerParameter || parameter.IsDefined(typeof(DurableClientAttribute))
            select new LocalBindingMetadata(
                parameter.Name!, parameter == triggerParameter ? trigger.BindingType : "durableClient", BindingDirection.In);
        IEnumerable<BindingMetadata> outputs = result.Outputs.Select(
            output => new LocalBindingMetadata(output.Name, output.BindingType, BindingDirection.Out));
        return new LocalFunctionDefinition(
            name, method, inputs, trigger is HttpStart && !result.IsComposite ? outputs.Append(HttpReturn) : outputs);
    }

    private static LocalBindingMetadata HttpReturn { get; } = new("$return", "http", BindingDirection.Out);
}
