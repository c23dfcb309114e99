using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Boai.Localhost.Host;

/// <summary>Reads bodies as ASP.NET Core MVC does, with its input formatters and its JSON options.</summary>
internal sealed class MvcRequestBodyReader(IModelMetadataProvider metadata, IModelBinderFactory binders) : IRequestBodyReader
{
    public async ValueTask<object?> ReadAsync(FunctionContext context, Type targetType)
    {
        HttpContext http = context.GetHttpContext()
            ?? throw new InvalidOperationException("[FromBody] found no HttpContext; a step of the pipeline has taken it away.");
        ModelMetadata model = metadata.GetMetadataForType(targetType);
        IModelBinder binder = binders.CreateBinder(new ModelBinderFactoryContext
        {
            Metadata = model,
            BindingInfo = new BindingInfo { BindingSource = BindingSource.Body },
        });
        DefaultModelBindingContext binding = new()
        {
            ModelMetadata = model,
            ModelName = "",
            BindingSource = BindingSource.Body,
            ModelState = new ModelStateDictionary(),
            ActionContext = new ActionContext { HttpContext = http },
        };
        await binder.BindModelAsync(binding);
        if (binding.Result.IsModelSet)
        {
            return binding.Result.Model;
        }

        return binding.ModelState.IsValid ? null : throw new InvalidOperationException(ErrorsOf(binding.ModelState));
    }

    private static string ErrorsOf(ModelStateDictionary state) => string.Join(
        Environment.NewLine,
        from entry in state.Values
        from error in entry.Errors
        select error.ErrorMessage.Length > 0 ? error.ErrorMessage : error.Exception?.Message);
}

/// <summary>Reads bodies with the worker's serializer: JSON into classes, anything into text and bytes.</summary>
internal sealed class WorkerRequestBodyReader : IRequestBodyReader
{
    public async ValueTask<object?> ReadAsync(FunctionContext context, Type targetType)
    {
        HttpRequestData request = context.Features.Get<HttpRequestData>()
            ?? throw new InvalidOperationException("[FromBody] found no HTTP request.");
        if (targetType == typeof(string))
        {
            return await request.ReadAsStringAsync();
        }

        if (targetType == typeof(byte[]) || targetType == typeof(Memory<byte>))
        {
            using MemoryStream bytes = new();
            await request.Body.CopyToAsync(bytes, context.CancellationToken);
            return targetType == typeof(byte[]) ? bytes.ToArray() : new Memory<byte>(bytes.ToArray());
        }

        return IsJson(request)
            ? await WorkerSerializer.Of(context).DeserializeAsync(request.Body, targetType, context.CancellationToken)
            : throw new InvalidOperationException($"A body that is not application/json cannot be read into {TypeNames.Of(targetType)}.");
    }

    private static bool IsJson(HttpRequestData request) =>
        request.Headers.TryGetValues(HeaderNames.ContentType, out IEnumerable<string>? values)
        && MediaTypeHeaderValue.TryParse(values.First(), out MediaTypeHeaderValue? type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
