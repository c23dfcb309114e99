using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Boai.Functions.Identity;
using Boai.Workflows.Partners;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Partners;

/// <summary>Posts events to partners' servers: CloudEvents over HTTP, signed as Standard Webhooks says (HMAC-SHA-256).</summary>
/// <remarks>
/// Addresses come from people, so nothing but a public server is ever spoken to: the address is looked at when the connection is made, after the
/// name was resolved. Redirections are not followed. A trial installation also speaks to the machine itself.
/// </remarks>
internal sealed class PartnerSender : IDisposable
{
    private const string CloudEventJson = "application/cloudevents+json";
    private const string AskingOrigin = "WebHook-Request-Origin";
    private const string AllowedOrigin = "WebHook-Allowed-Origin";
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly bool _isTrial;
    private readonly string _origin;

    public PartnerSender(IConfiguration configuration, TimeProvider time)
    {
        _time = time;
        _isTrial = DevelopmentIssuer.IsOn(configuration);
        _origin = PublicAddress.Of(configuration)?.Host ?? "localhost";
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false, // a proxy would do the resolving, and with it choose whom we speak to
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = 16,
            ConnectCallback = Connect,
        })
        {
            Timeout = TimeSpan.FromSeconds(30), // an activity's time is paid for; a partner that needs longer may take the event first and work afterwards
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    /// <summary>Whether an address may be a partner's: HTTPS with a name, no user in it; a trial installation also takes HTTP to the machine itself.</summary>
    public bool Takes(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Fragment: "" }
        && ((address.Scheme == Uri.UriSchemeHttps && address.HostNameType == UriHostNameType.Dns && !address.IsLoopback)
            || (_isTrial && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Asks a server whether it wants events from here, as CloudEvents' rules for web hooks have it: nobody is sent to who did not agree.</summary>
    /// <returns>Whether it does.</returns>
    public async Task<bool> Asks(Uri address, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, address);
        request.Headers.Add(AskingOrigin, _origin);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode && answer.Headers.TryGetValues(AllowedOrigin, out IEnumerable<string>? allowed)
                && allowed.Any(origin => origin == "*" || string.Equals(origin, _origin, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception failure) when (IsOfTheNetwork(failure, cancellation))
        {
            return false;
        }
    }

    /// <summary>Sends an event once.</summary>
    /// <param name="secrets">Each signs; the partner needs to know one of them.</param>
    public async Task<DeliveryReply> Send(Uri address, IReadOnlyList<PartnerSecret> secrets, string eventId, byte[] body, CancellationToken cancellation)
    {
        string seconds = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEventJson, "utf-8");
        request.Headers.Add("webhook-id", eventId);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => Signature(secret, eventId, seconds, body))));
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return ReplyOf(answer, _time.GetUtcNow());
        }
        catch (Exception failure) when (IsOfTheNetwork(failure, cancellation))
        {
            return new DeliveryReply(DeliveryOutcome.Later, failure is OperationCanceledException ? "timeout" : failure.InnerException is AddressRefusedException ? "address" : "connection");
        }
    }

    /// <summary>The signature of <c>id.timestamp.body</c>.</summary>
    public static string Signature(PartnerSecret secret, string eventId, string seconds, ReadOnlySpan<byte> body)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Bytes);
        hash.AppendData(Encoding.UTF8.GetBytes($"{eventId}.{seconds}."));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    public void Dispose() => _http.Dispose();

    // What a server says about itself passes; what it says about this event stands.
    private static DeliveryReply ReplyOf(HttpResponseMessage answer, DateTimeOffset now)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"http-{(int)answer.StatusCode}");
        TimeSpan wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new DeliveryReply(DeliveryOutcome.Taken),
            HttpStatusCode.Gone => new DeliveryReply(DeliveryOutcome.Over, reason),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity =>
                new DeliveryReply(DeliveryOutcome.Refused, reason),
            _ => new DeliveryReply(DeliveryOutcome.Later, reason, (int)Math.Clamp(wait.TotalSeconds, 0, int.MaxValue)),
        };
    }

    private static bool IsOfTheNetwork(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        IPAddress[] allowed = [.. found.Where(address => PublicNetwork.Holds(address) || (_isTrial && IPAddress.IsLoopback(address)))];
        if (allowed is [])
        {
            throw new AddressRefusedException($"{context.DnsEndPoint.Host} leads to no public address.");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException(string message) : IOException(message);
}
