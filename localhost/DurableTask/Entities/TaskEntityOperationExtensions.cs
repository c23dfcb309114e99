using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.DurableTask.Entities;

/// <summary>Calls the method that an operation names.</summary>
public static class TaskEntityOperationExtensions
{
    internal static bool TryDispatch(this TaskEntityOperation operation, object target, out object? result, out Type returnType)
    {
        MethodInfo? method = target.GetType().GetMethod(
            operation.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (method is null)
        {
            result = null;
            returnType = typeof(void);
            return false;
        }

        returnType = method.ReturnType;
        try
        {
            result = method.Invoke(target, Arguments(operation, method));
            return true;
        }
        catch (TargetInvocationException wrapper) when (wrapper.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Capture(thrown).Throw();
            throw;
        }
    }

    private static object?[] Arguments(TaskEntityOperation operation, MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        object?[] arguments = new object?[parameters.Length];
        ParameterInfo? context = null;
        ParameterInfo? input = null;

        foreach (ParameterInfo parameter in parameters)
        {
            bool isContext = parameter.ParameterType == typeof(TaskEntityContext);
            if ((isContext ? context : input) is { } earlier)
            {
                throw new InvalidOperationException(
                    $"Error dispatching {operation} to '{method}'.\nUnable to bind {(isContext ? "context" : "input")} to '{parameter}' "
                    + $"because it has already been bound to parameter '{earlier}'. Please remove the duplicate parameter.");
            }

            if (isContext)
            {
                context = parameter;
                arguments[parameter.Position] = operation.Context;
            }
            else
            {
                input = parameter;
                arguments[parameter.Position] = operation.HasInput
                    ? operation.GetInput(parameter.ParameterType)
                    : parameter.HasDefaultValue
                        ? parameter.DefaultValue
                        : throw new InvalidOperationException(
                            $"Error dispatching {operation} to '{method}'.\nThere was an error binding parameter '{parameter}'. "
                            + "The operation expected an input value, but no input was provided by the caller.");
            }
        }

        return arguments;
    }
}
