using System.Reflection;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

/// <summary>An exception as history keeps it.</summary>
/// <param name="ErrorType">Full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown; null if it never was.</param>
/// <param name="InnerFailure">What caused it, or null.</param>
/// <param name="Properties">Further facts that the application chose to keep, or null.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    private Type? exceptionType;

    public bool IsCausedBy<T>()
        where T : Exception
        => IsCausedBy(typeof(T));

    /// <summary>Whether the failure is this exception type or one derived from it; false when its type is not to be found.</summary>
    /// <exception cref="ArgumentException">The type is no exception type.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded assemblies have a type of the failure's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        if (string.IsNullOrEmpty(ErrorType))
        {
            return false;
        }

        exceptionType ??= Type.GetType(ErrorType, throwOnError: false)
            ?? targetBaseExceptionType.Assembly.GetType(ErrorType, throwOnError: false)
            ?? FindInLoadedAssemblies(ErrorType);
        return exceptionType is not null && targetBaseExceptionType.IsAssignableFrom(exceptionType);
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            InnerOf(exception),
            null);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    // A failed task's details stand for the exception that was thrown elsewhere.
    private static TaskFailureDetails? InnerOf(Exception exception) => exception switch
    {
        TaskFailedException failed => failed.FailureDetails,
        EntityOperationFailedException failed => failed.FailureDetails,
        { InnerException: { } inner } => FromException(inner),
        _ => null,
    };

    private static Type? FindInLoadedAssemblies(string name)
    {
        Type[] found = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(name, throwOnError: false))
            .OfType<Type>()];
        return found.Length > 1
            ? throw new AmbiguousMatchException($"Multiple exception types with the name '{name}' were found.")
            : found.SingleOrDefault();
    }
}
