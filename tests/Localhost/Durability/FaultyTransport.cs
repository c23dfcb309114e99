using System.Net;

namespace Boai.Tests.Localhost.Durability;

/// <summary>What happens to a request on its way to the storage.</summary>
public enum StoreFault
{
    /// <summary>The storage answers 500 and does nothing.</summary>
    Error500,

    /// <summary>The storage answers 503 and does nothing.</summary>
    Busy503,

    /// <summary>The connection breaks before the request arrives.</summary>
    Reset,

    /// <summary>No answer comes, and nothing is done.</summary>
    Timeout,

    /// <summary>It is done, and the connection breaks before the answer arrives.</summary>
    LostAnswer,

    /// <summary>It is done, and no answer comes.</summary>
    LostInSilence,

    /// <summary>It arrives twice, as when something on the way repeats it; the answer to the second comes.</summary>
    Twice,

    /// <summary>Any of these.</summary>
    Any,
}

/// <summary>Spoils requests between the Azure SDK and a real storage emulator, by a seed.</summary>
internal sealed class FaultyTransport(StoreFault fault, int seed, double rate) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private int spoiled;

    /// <summary>How many requests were spoiled.</summary>
    public int Spoiled => spoiled;

    /// <summary>Lets everything through from now on.</summary>
    public bool IsCalm { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        switch (Draw())
        {
            case StoreFault.Error500:
                return Answer(request, HttpStatusCode.InternalServerError, "InternalError");
            case StoreFault.Busy503:
                return Answer(request, HttpStatusCode.ServiceUnavailable, "ServerBusy");
            case StoreFault.Reset:
                throw new HttpRequestException("Connection reset by peer (before the request arrived)");
            case StoreFault.Timeout:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("An endless wait has ended.");
            case StoreFault.LostAnswer:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("Connection reset by peer (before the answer arrived)");
            case StoreFault.LostInSilence:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("An endless wait has ended.");
            case StoreFault.Twice:
                (await base.SendAsync(await CopyAsync(request, cancellationToken), cancellationToken)).Dispose();
                return await base.SendAsync(request, cancellationToken);
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }

    private StoreFault? Draw()
    {
        lock (gate)
        {
            if (IsCalm || random.NextDouble() >= rate)
            {
                return null;
            }

            spoiled++;
            return fault == StoreFault.Any ? (StoreFault)random.Next((int)StoreFault.Any) : fault;
        }
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status, string code)
    {
        HttpResponseMessage answer = new(status)
        {
            RequestMessage = request,
            Content = new StringContent("{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"value\":\"spoiled on purpose\"}}}"),
        };
        answer.Headers.Add("x-ms-error-code", code);
        return answer;
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpRequestMessage copy = new(request.Method, request.RequestUri) { Version = request.Version };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Content is { } content)
        {
            byte[] body = await content.ReadAsByteArrayAsync(cancellation);
            copy.Content = new ByteArrayContent(body);
            ByteArrayContent again = new(body);
            foreach ((string name, IEnumerable<string> values) in content.Headers)
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values);
                again.Headers.TryAddWithoutValidation(name, values);
            }

            request.Content = again;
        }

        return copy;
    }
}
