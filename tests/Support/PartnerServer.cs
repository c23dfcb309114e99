using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.Support;

/// <summary>A request that a partner's server received.</summary>
internal sealed record Received(string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    /// <summary>The event as another program's library reads it.</summary>
    public CloudEvent Event => new JsonEventFormatter().DecodeStructuredModeMessage(
        Body, new System.Net.Mime.ContentType(Headers["content-type"]), [CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.String)]);

    /// <summary>Whether one of the signatures is by this secret, worked out from the specification and not by the app's code.</summary>
    public bool IsSignedBy(string secret)
    {
        byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}."), .. Body];
        string expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return Headers["webhook-signature"].Split(' ').Contains(expected, StringComparer.Ordinal);
    }
}

/// <summary>A partner's server on 127.0.0.1: keeps what it receives and answers as the test says.</summary>
internal sealed class PartnerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private PartnerServer(WebApplication app) => _app = app;

    /// <summary>Where events are to be posted.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What is answered to an OPTIONS request as allowed origin; null leaves it out.</summary>
    public string? Allows { get; set; } = "*";

    /// <summary>How a POST is answered.</summary>
    public Func<HttpContext, int> Answer { get; set; } = static _ => StatusCodes.Status204NoContent;

    public IReadOnlyList<Received> Received => [.. _received];

    public IReadOnlyList<Received> Events => [.. _received.Where(request => request.Method == "POST")];

    public static async Task<PartnerServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        PartnerServer server = new(app);
        app.Run(server.Take);
        await app.StartAsync();
        server.Address = new Uri(app.Urls.Single() + "/events");
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        _received.Enqueue(new Received(
            http.Request.Method, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            if (Allows is { } origin)
            {
                http.Response.Headers["WebHook-Allowed-Origin"] = origin;
            }

            return;
        }

        http.Response.StatusCode = Answer(http);
    }
}
