using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

internal static class FunctionMethods
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Methods marked with <see cref="FunctionAttribute"/>, in the order of their full names.</summary>
    public static IEnumerable<(MethodInfo Method, string Name)> In(IEnumerable<Type> types) =>
        from type in types
        orderby type.FullName
        from method in type.GetMethods(Declared)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (method, function.Name);
}
