using System.Net.Mime;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Writes what an HTTP function returned.</summary>
internal static class HttpAnswer
{
    public static async Task WriteAsync(HttpContext http, Invocation invocation)
    {
        object? answer = Find(invocation);
        bool aspNet = http.RequestServices.GetRequiredService<HostedApp>().AspNetCoreTypes;
        switch (answer)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case LocalHttpResponseData response:
                await response.SendAsync(http.Response, http.RequestAborted);
                break;
            case null when aspNet || http.Response.HasStarted:
                // The function, or a step of the pipeline, has written to the response itself, or leaves it empty.
                break;
            case null:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await WriteValueAsync(http, invocation, answer, aspNet);
                break;
        }
    }

    private static object? Find(Invocation invocation)
    {
        OutputBinding? output = invocation.Function.Result.Outputs.FirstOrDefault(output => output.BindingType == "http");
        if (invocation.Outputs.Result is { } returned)
        {
            // What goes to a queue is not the answer.
            return invocation.Outputs.Bindings.ContainsKey("$return") ? null : returned;
        }

        return output is null ? null : invocation.Outputs.Bindings.GetValueOrDefault(output.Name);
    }

    private static async Task WriteValueAsync(HttpContext http, Invocation invocation, object value, bool aspNet)
    {
        if (aspNet)
        {
            throw new InvalidOperationException(
                $"{invocation.Function.Name} returned {TypeNames.Of(value.GetType())}, of which the worker sends nothing; return IResult or IActionResult.");
        }

        if (value is string text)
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(text, http.RequestAborted);
            return;
        }

        ObjectSerializer serializer = WorkerSerializer.Of(invocation.Context);
        BinaryData json = await serializer.SerializeAsync(value, value.GetType(), http.RequestAborted);
        http.Response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
        await http.Response.Body.WriteAsync(json.ToMemory(), http.RequestAborted);
    }
}
