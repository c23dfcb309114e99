namespace Boai.Localhost.Host;

/// <summary>Which types a value can be turned into.</summary>
internal static class Bindable
{
    private static readonly HashSet<Type> Texts =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(float),
        typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset),
    ];

    /// <summary>Route values, query values and other things that a trigger says of itself.</summary>
    public static bool FromText(Type type) => Texts.Contains(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>A message's body, an activity's or an orchestration's input: anything that JSON can be read into.</summary>
    public static bool AsPayload(Type type) =>
        !type.IsPointer
        && !type.IsByRefLike
        && !typeof(Delegate).IsAssignableFrom(type)
        && !typeof(CancellationToken).IsAssignableFrom(type)
        && (!type.IsInterface || type.IsGenericType)
        && !(type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) ?? false);
}
