namespace Boai.Localhost.Host;

internal static class TypeNames
{
    /// <summary>The type as one writes it in C#, without namespaces.</summary>
    public static string Of(Type type) => type switch
    {
        { IsArray: true } => $"{Of(type.GetElementType()!)}[]",
        { IsGenericType: true } when Nullable.GetUnderlyingType(type) is { } underlying => $"{Of(underlying)}?",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>",
        _ => type.Name,
    };

    public static string OfAttribute(Type attribute) =>
        $"[{(attribute.Name.EndsWith("Attribute", StringComparison.Ordinal) ? attribute.Name[..^"Attribute".Length] : attribute.Name)}]";
}
