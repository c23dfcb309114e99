namespace Microsoft.DurableTask.Entities;

/// <summary>Awaits whatever an operation method returned, keeps the state afterwards, and gives the plain value.</summary>
internal static class OperationResult
{
    public static ValueTask<object?> Of(object? returned, Type declared, Action whenDone)
    {
        Task? pending = returned switch
        {
            Task task => task,
            ValueTask task => task.AsTask(),
            not null when IsGeneric(declared, typeof(ValueTask<>)) => (Task)declared.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null)!,
            _ => null,
        };
        if (pending is not null)
        {
            bool hasValue = IsGeneric(declared, typeof(Task<>)) || IsGeneric(declared, typeof(ValueTask<>));
            return new(Await(pending, hasValue, whenDone));
        }

        whenDone();
        return new(returned);
    }

    private static async Task<object?> Await(Task pending, bool hasValue, Action whenDone)
    {
        await pending;
        whenDone();
        return hasValue ? pending.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(pending) : null;
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
