using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>How the host reads a request's body; found in <see cref="FunctionContext.Features"/> of HTTP invocations.</summary>
internal interface IRequestBodyReader
{
    ValueTask<object?> ReadAsync(FunctionContext context, Type targetType);
}

internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        IRequestBodyReader reader = context.FunctionContext.Features.Get<IRequestBodyReader>()
            ?? throw new InvalidOperationException(
                $"[FromBody] needs an HTTP request, and {context.FunctionContext.FunctionDefinition.Name} was not started by one.");
        return ConversionResult.Success(await reader.ReadAsync(context.FunctionContext, context.TargetType));
    }
}
