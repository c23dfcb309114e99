using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Boai.Tests.Localhost.Surface;

/// <summary>Writes the declaration of a type's public and protected members as C#, in the form of <c>programming-model.txt</c>.</summary>
internal static class MemberText
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] LeftOut =
        ["Equals", "GetHashCode", "ToString", "Deconstruct", "PrintMembers", "EqualityContract", "<Clone>$", "op_Equality", "op_Inequality"];

    /// <summary>Modifiers and kind: <c>sealed class</c>, <c>abstract record</c>, <c>delegate Task (FunctionContext context)</c>.</summary>
    public static string Kind(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {Returns(invoke)} ({Parameters(invoke)})";
        }

        return type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => Has<IsReadOnlyAttribute>(type) ? "readonly struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.GetMethod("<Clone>$", Declared) is null ? "class" : "record"),
        };
    }

    public static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
        {
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeText.Of(parent, Nullability.None);
        }

        foreach (Type contract in type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
        {
            if (contract.IsVisible && !(contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            {
                yield return TypeText.Of(contract, Nullability.None);
            }
        }
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        return
        [
            .. type.GetConstructors(Declared).Where(constructor => !constructor.IsStatic && Seen(constructor)).Select(Constructor),
            .. type.GetMethods(Declared).Where(method => Seen(method) && !Accessor(method) && !LeftOut.Contains(method.Name)).Select(Method),
            .. type.GetProperties(Declared).Where(property => !LeftOut.Contains(property.Name) && property.GetAccessors(true).Any(Seen)).Select(Property),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field),
            .. type.GetEvents(Declared).Where(occurrence => Seen(occurrence.AddMethod!)).Select(occurrence => $"event {occurrence.Name}"),
        ];
    }

    private static string Constructor(ConstructorInfo constructor)
    {
        string name = TypeText.FullName(constructor.DeclaringType!).Split('<')[0].Split('.')[^1];
        return $"{Access(constructor)}{name}({Parameters(constructor)})";
    }

    private static string Method(MethodInfo method)
    {
        string start = Access(method) + Modifiers(method);
        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            return $"{start}{method.Name[3..].ToLowerInvariant()} operator {Returns(method)}({Parameters(method)})";
        }

        Type[] generic = method.GetGenericArguments();
        string parameters = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(argument => argument.Name))}>";
        return $"{start}{Returns(method)} {method.Name}{parameters}({Parameters(method)}){string.Concat(generic.Select(Constraint))}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo widest = property.GetAccessors(true).Where(Seen).OrderByDescending(accessor => accessor.IsPublic).First();
        string type = TypeText.Of(property.PropertyType, Nullability.Of(property.GetCustomAttributesData(), property.DeclaringType!));
        string get = property.GetMethod is { } getter && Seen(getter) ? Narrower(getter, widest) + "get; " : "";
        string set = property.SetMethod is { } setter && Seen(setter) ? Narrower(setter, widest) + (InitOnly(setter) ? "init; " : "set; ") : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Access(widest)}{Modifiers(widest)}{type} {name} {{ {get}{set}}}";
    }

    private static string Field(FieldInfo field)
    {
        string access = field.IsPublic ? "public " : "protected ";
        string type = TypeText.Of(field.FieldType, Nullability.Of(field.GetCustomAttributesData(), field.DeclaringType!));
        return field.IsLiteral
            ? $"{access}const {type} {field.Name} = {Literal(field.GetRawConstantValue(), field.FieldType)}"
            : $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string Returns(MethodInfo method) =>
        TypeText.Of(method.ReturnType, Nullability.Of(method.ReturnParameter.GetCustomAttributesData(), method));

    private static string Parameters(MethodBase method)
    {
        string list = string.Join(", ", method.GetParameters().Select(Parameter));
        return Has<ExtensionAttribute>(method) ? "this " + list : list;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string type = TypeText.Of(parameter.ParameterType, Nullability.Of(parameter.GetCustomAttributesData(), parameter.Member));
        string start = parameter.IsOut ? "out " + type["ref ".Length..] : type;
        string list = parameter.GetCustomAttributesData().Any(data => data.AttributeType == typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{list}{start} {parameter.Name}{value}";
    }

    private static string Constraint(Type argument)
    {
        GenericParameterAttributes special = argument.GenericParameterAttributes;
        bool structure = special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. structure ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => TypeText.Of(type, Nullability.None)),
            .. special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !structure ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsGenericParameter || (type.IsValueType && Nullable.GetUnderlyingType(type) is null) ? "default" : "null",
        bool yes => yes ? "true" : "false",
        string text => $"\"{text}\"",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names => Enum.GetName(names, value) ?? value.ToString()!,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Access(MethodBase method) =>
        method.DeclaringType!.IsInterface ? "" : method.IsPublic ? "public " : method.IsFamilyOrAssembly ? "protected internal " : "protected ";

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        _ when method.DeclaringType!.IsInterface => "",
        { IsVirtual: false } => "",
        _ when method.GetBaseDefinition() != method => (method.IsFinal ? "sealed " : "") + (method.IsAbstract ? "abstract override " : "override "),
        { IsAbstract: true } => "abstract ",
        { IsFinal: true } => "", // implements an interface, and the compiler made it virtual for that alone
        _ => "virtual ",
    };

    private static string Narrower(MethodInfo accessor, MethodInfo widest) => widest.IsPublic && !accessor.IsPublic ? "protected " : "";

    private static bool InitOnly(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool Seen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Accessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool Has<T>(MemberInfo member) => member.GetCustomAttributesData().Any(data => data.AttributeType == typeof(T));
}
