using System.Reflection;

namespace Boai.Tests.Localhost.Surface;

/// <summary>Writes a type reference as C# does, nullable annotations included.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char",
        [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>Full name with type parameters by name: <c>Microsoft.DurableTask.Page&lt;T&gt;</c>; nested types after a dot.</summary>
    public static string FullName(Type type)
    {
        string prefix = type.DeclaringType is { } outer ? FullName(outer) : type.Namespace!;
        return prefix + "." + Simple(type) + Arguments(type.IsGenericTypeDefinition ? type.GetGenericArguments().Select(argument => argument.Name) : []);
    }

    /// <param name="nullability">Annotations in the order in which the compiler stores them: this type first, then its arguments.</param>
    public static string Of(Type type, Nullability nullability)
    {
        if (type.IsByRef)
        {
            return "ref " + Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, nullability) + "?";
        }

        // A value type has an annotation only when it is generic, and then it says nothing.
        bool annotated = (!type.IsValueType || type.IsGenericType) && nullability.Next() && !type.IsValueType;
        string text = type switch
        {
            _ when Keywords.TryGetValue(type, out string? keyword) => keyword,
            { IsArray: true } => Of(type.GetElementType()!, nullability) + "[]",
            { IsGenericType: true } => Simple(type) + Arguments([.. type.GetGenericArguments().Select(argument => Of(argument, nullability))]),
            _ => Simple(type),
        };
        return annotated ? text + "?" : text;
    }

    private static string Simple(Type type)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? type.Name : type.Name[..tick];
    }

    private static string Arguments(IEnumerable<string> arguments)
    {
        string list = string.Join(", ", arguments);
        return list.Length == 0 ? "" : $"<{list}>";
    }
}

/// <summary>The nullable annotations of one type reference, as the compiler's metadata gives them.</summary>
internal sealed class Nullability
{
    private readonly IReadOnlyList<byte> _flags;
    private int _at;

    private Nullability(IReadOnlyList<byte> flags) => _flags = flags;

    /// <summary>Annotations of a return value, parameter, property or field; where it has none of its own, those of what contains it.</summary>
    public static Nullability Of(IEnumerable<CustomAttributeData> own, MemberInfo container)
    {
        CustomAttributeData? attribute = own.FirstOrDefault(data => data.AttributeType.Name == "NullableAttribute");
        return attribute?.ConstructorArguments[0].Value switch
        {
            byte all => new Nullability([all]),
            IEnumerable<CustomAttributeTypedArgument> each => new Nullability([.. each.Select(flag => (byte)flag.Value!)]),
            _ => new Nullability([Context(container)]),
        };
    }

    /// <summary>No annotations: base types and the like.</summary>
    public static Nullability None => new([1]);

    /// <returns>Whether the next type in the reference is annotated with a question mark.</returns>
    public bool Next() => _flags[_flags.Count == 1 ? 0 : _at++] == 2;

    private static byte Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.Name == "NullableContextAttribute") is { } context)
            {
                return (byte)context.ConstructorArguments[0].Value!;
            }
        }

        return 0;
    }
}
