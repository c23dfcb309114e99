using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>Argument checks with the messages that callers of the public packages see.</summary>
internal static class Check
{
    public static string NotNullOrEmpty([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        return argument.Length == 0 || argument[0] == '\0'
            ? throw new ArgumentException("Parameter cannot be an empty string or start with the null character.", name)
            : argument;
    }

    public static T NotDefault<T>(T argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        where T : struct
        => EqualityComparer<T>.Default.Equals(argument, default)
            ? throw new ArgumentException($"Provided argument cannot be default value defined by '{typeof(T)}'", name)
            : argument;

    public static void ConcreteType<TRequired>([NotNull] Type? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        if (!typeof(TRequired).IsAssignableFrom(argument) || !argument.IsClass || argument.IsAbstract)
        {
            throw new ArgumentException(
                $"The provided type ['{argument}'] is invalid. The provided type must inherit from '{typeof(TRequired)}', be a class, and not be abstract.",
                name);
        }
    }
}
