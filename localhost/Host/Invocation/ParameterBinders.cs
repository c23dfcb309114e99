using System.Reflection;
using System.Text;
using Azure.Core.Serialization;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>The ways in which arguments are made.</summary>
internal static class ParameterBinders
{
    private static readonly MethodInfo GetOrchestrationInput =
        typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput), Type.EmptyTypes)!;

    public static ParameterBinder TriggerValue { get; } = static invocation => new(invocation.Input.Value);

    public static ParameterBinder Request { get; } = static invocation => new(invocation.Input.Http!.Request);

    public static ParameterBinder RequestData { get; } = static invocation => new(invocation.Context.Features.Get<HttpRequestData>());

    public static ParameterBinder DurableClient { get; } =
        static invocation => new(invocation.Context.InstanceServices.GetRequiredService<DurableHost>().Client);

    public static ParameterBinder ByConverter(ParameterInfo parameter, Type converterType) => async invocation =>
    {
        IInputConverter converter =
            (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(invocation.Context.InstanceServices, converterType);
        ConversionResult result = await converter.ConvertAsync(new LocalConverterContext(parameter, invocation));
        return result.Status switch
        {
            ConversionStatus.Succeeded => result.Value ?? Missing(parameter, invocation),
            ConversionStatus.Unhandled => Missing(parameter, invocation),
            _ => throw Failed(parameter, invocation, "its converter failed", result.Error),
        };
    };

    public static ParameterBinder QueueBody(Type type) => invocation =>
    {
        BinaryData body = ((QueueMessage)invocation.Input.Value!).Body;
        return new(FromBytes(body, type, invocation));
    };

    public static ParameterBinder ActivityInput(Type type) => invocation =>
    {
        DataConverter converter = invocation.Context.InstanceServices.GetRequiredService<DataConverter>();
        return new(converter.Deserialize((string?)invocation.Input.Value, type));
    };

    public static ParameterBinder OrchestrationInput(Type type)
    {
        MethodInfo getInput = GetOrchestrationInput.MakeGenericMethod(type);
        return invocation => new(getInput.Invoke(invocation.Input.Value, BindingFlags.DoNotWrapExceptions, null, null, null));
    }

    /// <summary>A route value, a query value, or what else a trigger says of itself, by the parameter's name.</summary>
    public static ParameterBinder ByName(ParameterInfo parameter) => invocation =>
        invocation.Input.BindingData.TryGetValue(parameter.Name!, out object? value) && value is not null
            ? new(FromText(value, parameter, invocation))
            : new(Missing(parameter, invocation));

    private static object? FromText(object value, ParameterInfo parameter, Invocation invocation)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        string text = (string)value;
        try
        {
            return type switch
            {
                _ when type == typeof(string) => text,
                _ when type == typeof(Guid) => Guid.Parse(text),
                _ when type == typeof(DateTime) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.RoundtripKind),
                _ when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, null),
                _ => FromJson(Encoding.UTF8.GetBytes(text), type, invocation),
            };
        }
        catch (Exception unfit) when (unfit is FormatException or System.Text.Json.JsonException)
        {
            throw Failed(parameter, invocation, $"'{text}' is no {TypeNames.Of(type)}", unfit);
        }
    }

    public static object? FromBytes(BinaryData body, Type type, Invocation invocation) => type switch
    {
        _ when type == typeof(string) => body.ToString(),
        _ when type == typeof(byte[]) => body.ToArray(),
        _ when type == typeof(ReadOnlyMemory<byte>) => body.ToMemory(),
        _ when type == typeof(BinaryData) => body,
        _ => FromJson(body.ToArray(), type, invocation),
    };

    private static object? FromJson(byte[] json, Type type, Invocation invocation)
    {
        ObjectSerializer serializer = WorkerSerializer.Of(invocation.Context);
        return serializer.Deserialize(new MemoryStream(json), type, invocation.Context.CancellationToken);
    }

    private static object? Missing(ParameterInfo parameter, Invocation invocation)
    {
        if (parameter.HasDefaultValue)
        {
            return parameter.DefaultValue;
        }

        Type type = parameter.ParameterType;
        return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
            ? null
            : throw Failed(parameter, invocation, "nothing was delivered for it", null);
    }

    private static FunctionInputConverterException Failed(ParameterInfo parameter, Invocation invocation, string why, Exception? cause) =>
        new($"Cannot bind parameter '{parameter.Name}' of {invocation.Function.Name}: {why}.", cause);

    private sealed class LocalConverterContext(ParameterInfo parameter, Invocation invocation) : ConverterContext
    {
        public override Type TargetType { get; } = parameter.ParameterType;

        public override object? Source { get; } =
            invocation.Input.Value ?? invocation.Input.BindingData.GetValueOrDefault(parameter.Name!);

        public override FunctionContext FunctionContext { get; } = invocation.Context;

        public override IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
    }
}
