using System.Net;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>HTTP answers about orchestrations.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>A 202 with the addresses at which the instance is watched and managed.</summary>
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>An answer of that status with the addresses at which the instance is watched and managed.</summary>
    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        (HttpResponseData response, HttpManagementPayload payload) = Prepare(client, request, instanceId, statusCode);
        ObjectSerializer serializer = WorkerSerializer.Of(response.FunctionContext);
        await serializer.SerializeAsync(response.Body, payload, payload.GetType(), cancellation);
        return response;
    }

    /// <summary>A 202 with the addresses at which the instance is watched and managed.</summary>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>An answer of that status with the addresses at which the instance is watched and managed.</summary>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        (HttpResponseData response, HttpManagementPayload payload) = Prepare(client, request, instanceId, statusCode);
        ObjectSerializer serializer = WorkerSerializer.Of(response.FunctionContext);
        serializer.Serialize(response.Body, payload, payload.GetType(), cancellation);
        return response;
    }

    /// <summary>
    /// Waits until the instance has ended and answers with its output, or, when <paramref name="cancellation"/> comes first, with the
    /// addresses at which it is watched and managed.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="request">The request to answer.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="retryInterval">How often a host that has to ask looks; the local host is told instead.</param>
    /// <param name="returnInternalServerErrorOnFailure">Whether a failed instance answers 500 instead of 200.</param>
    /// <param name="getInputsAndOutputs">Whether inputs and outputs are read.</param>
    /// <param name="cancellation">Ends the wait, not the instance.</param>
    public static async Task<HttpResponseData> WaitForCompletionOrCreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        TimeSpan? retryInterval = null,
        bool returnInternalServerErrorOnFailure = false,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        OrchestrationMetadata ended;
        try
        {
            ended = await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);
        }
        catch (OperationCanceledException)
        {
            return await client.CreateCheckStatusResponseAsync(request, instanceId, CancellationToken.None);
        }

        bool failed = ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed;
        HttpResponseData response = request.CreateResponse(
            failed && returnInternalServerErrorOnFailure ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await response.WriteAsJsonAsync(
            new
            {
                ended.Name,
                ended.InstanceId,
                ended.CreatedAt,
                ended.LastUpdatedAt,
                RuntimeStatus = ended.RuntimeStatus.ToString(),
                ended.SerializedInput,
                ended.SerializedOutput,
                ended.SerializedCustomStatus,
            },
            CancellationToken.None);
        return response;
    }

    /// <summary>The addresses at which the instance is watched and managed.</summary>
    /// <param name="client">The client, bound by <see cref="DurableClientAttribute"/>.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="request">Gives scheme and host; without it they are those that the host listens on.</param>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        string authority = request?.Url.GetLeftPart(UriPartial.Authority)
            ?? DurableHttpAddress.AuthorityOf(client)
            ?? throw new InvalidOperationException(
                "This client was not bound by [DurableClient], so the address of the Durable HTTP API is unknown; pass the request.");
        return HttpManagementPayload.For(authority + DurableHttpAddress.Path, instanceId);
    }

    private static (HttpResponseData Response, HttpManagementPayload Payload) Prepare(
        DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        HttpManagementPayload payload = client.CreateHttpManagementPayload(instanceId, request);
        HttpResponseData response = request.CreateResponse(statusCode);
        response.Headers.Add("Location", payload.StatusQueryGetUri);
        response.Headers.Add("Content-Type", "application/json");
        return (response, payload);
    }
}
