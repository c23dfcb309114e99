using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Boai.Tests.Architecture;

/// <summary>What workflows name, functions have: a name without its function would fail only when the first case gets there.</summary>
/// <remarks>Speaks of every programme that has functions at all; the workflows of the others are not offered yet.</remarks>
public sealed class WorkflowFunctionTests
{
    private const string Workflows = "Boai.Workflows";
    private const string Functions = "Boai.Functions";

    private static readonly Assembly s_workflows = Assembly.Load(Workflows);

    private static readonly MethodInfo[] s_functions =
    [
        .. Assembly.Load(Functions).GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    [Fact]
    public void Every_activity_named_in_workflows_has_its_function()
    {
        (Type Holder, string Name)[] named =
        [
            .. s_workflows.GetTypes()
                .Where(type => type.Name.EndsWith("Activities", StringComparison.Ordinal))
                .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static), (type, field) => (type, field))
                .Where(constant => constant.field is { IsLiteral: true } && constant.field.FieldType == typeof(string))
                .Select(constant => (constant.type, (string)constant.field.GetRawConstantValue()!)),
        ];
        Assert.NotEmpty(named);
        Assert.Equal(named.Select(activity => activity.Name).Distinct(), named.Select(activity => activity.Name));

        Assert.Empty(named.Where(activity => IsOffered(activity.Holder) && !IsBound<ActivityTriggerAttribute>(activity.Name))
            .Select(activity => $"{activity.Holder.Name} names {activity.Name}, but no function of that name has an ActivityTrigger."));
    }

    [Fact]
    public void Every_workflow_has_its_function()
    {
        Type[] orchestrators = [.. s_workflows.GetTypes().Where(type => !type.IsAbstract && typeof(ITaskOrchestrator).IsAssignableFrom(type))];
        Assert.NotEmpty(orchestrators);

        Assert.Empty(orchestrators.Where(type => IsOffered(type) && !IsBound<OrchestrationTriggerAttribute>(type.Name))
            .Select(type => $"No function named {type.Name} has an OrchestrationTrigger."));
    }

    [Fact]
    public void Every_activity_takes_a_contract_of_workflows()
    {
        string[] strangers =
        [
            .. s_functions
                .Select(method => (method, input: method.GetParameters().FirstOrDefault(one => one.IsDefined(typeof(ActivityTriggerAttribute)))))
                .Where(activity => activity.input is not null && activity.input.ParameterType.Assembly != s_workflows)
                .Select(activity => $"{activity.method.DeclaringType!.Name}.{activity.method.Name} takes {activity.input!.ParameterType}"),
        ];

        Assert.Empty(strangers);
    }

    // The folder names the programme in both rooms.
    private static bool IsOffered(Type ofWorkflows)
    {
        string folder = Functions + ofWorkflows.Namespace![Workflows.Length..];
        return s_functions.Any(method => method.DeclaringType!.Namespace is { } ns
            && (ns == folder || ns.StartsWith(folder + ".", StringComparison.Ordinal)));
    }

    private static bool IsBound<TTrigger>(string name)
        where TTrigger : Attribute
        => s_functions.Any(method => method.GetCustomAttribute<FunctionAttribute>()!.Name == name
            && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger))));
}
