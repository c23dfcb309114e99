using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Boai.Functions.OpenApi;

/// <summary>One call in a method's body.</summary>
/// <param name="Target">What is called, with its type arguments.</param>
/// <param name="Text">The string constant just before the call, if there is one: an indexer's key.</param>
internal sealed record MethodCall(MethodBase Target, string? Text);

/// <summary>Reads which methods a method calls and which static fields it uses: what a function takes from its request stands in its body, and nowhere else.</summary>
internal static class MethodCalls
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The calls of a method in order; those of an async method's state machine when it is one.</summary>
    public static IEnumerable<MethodCall> Of(MethodBase method)
    {
        MethodBase body = BodyOf(method);
        string? text = null;
        foreach ((OpCode instruction, int token) in Tokens(body))
        {
            if (instruction.OperandType == OperandType.InlineString)
            {
                text = body.Module.ResolveString(token);
            }
            else if (instruction.OperandType == OperandType.InlineMethod)
            {
                yield return new MethodCall(Target(body, token), text);
                text = null;
            }
        }
    }

    /// <summary>The static fields that a method reads, in order.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(MethodBase method)
    {
        MethodBase body = BodyOf(method);
        return Tokens(body).Where(one => one.Instruction == OpCodes.Ldsfld).Select(one => body.Module.ResolveField(one.Token, TypeArguments(body), MethodArguments(body))!);
    }

    private static MethodBase BodyOf(MethodBase method) => method.GetCustomAttribute<AsyncStateMachineAttribute>() is { } async
        ? async.StateMachineType.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!
        : method;

    // The instructions whose operand names something of the module.
    private static IEnumerable<(OpCode Instruction, int Token)> Tokens(MethodBase body)
    {
        byte[] code = body.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            OpCode instruction = Read(code, ref at);
            if (instruction.OperandType is OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField)
            {
                yield return (instruction, BitConverter.ToInt32(code, at));
            }

            at += Length(instruction.OperandType, code, at);
        }
    }

    private static OpCode Read(byte[] code, ref int at)
    {
        short value = code[at++];
        return value == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at++]))] : Codes[value];
    }

    private static MethodBase Target(MethodBase body, int token) => body.Module.ResolveMethod(token, TypeArguments(body), MethodArguments(body))!;

    private static Type[]? TypeArguments(MethodBase body) => body.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;

    private static Type[]? MethodArguments(MethodBase body) => body.IsGenericMethod ? body.GetGenericArguments() : null;

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
