using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Boai.Functions.Errors;
using Boai.Functions.Forms;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>Repeats with the same key whatever was not answered, until it is; and moves the host's clock instead of waiting by it.</summary>
internal sealed class PatientClient : IDisposable
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly KillableHost _host;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _underWay = new(MostAtOnce, MostAtOnce);
    private readonly SemaphoreSlim _advancing = new(1, 1);
    private readonly SemaphoreSlim _signingIn = new(1, 1);
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private int _sent;
    private int _unanswered;

    public PatientClient(KillableHost host)
    {
        _host = host;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Requests sent so far, repetitions included.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests that the host took with it.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    public Task<Reply> Post(string? who, string route, object body, string? purpose = null) =>
        Send(HttpMethod.Post, who, "api/" + route, () => JsonContent.Create(body, options: StrictJson.Options), purpose);

    public Task<Reply> PostRaw(string? who, string route, byte[] body, string contentType) => Send(
        HttpMethod.Post, who, "api/" + route,
        () => new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } }, purpose: null);

    public Task<Reply> Get(string? who, string route) => Send(HttpMethod.Get, who, "api/" + route, body: null, purpose: null);

    /// <summary>Calls an address outside the app: the host's own.</summary>
    public Task<Reply> Host(HttpMethod method, string route, object? body = null) =>
        Send(method, who: null, route, body is null ? null : () => JsonContent.Create(body), purpose: null);

    /// <summary>Asks until the answer is the one that is waited for.</summary>
    public static async Task Until(Func<Task<bool>> condition, Func<string> what)
    {
        using CancellationTokenSource bound = new(Patience);
        while (!await condition())
        {
            Assert.False(bound.IsCancellationRequested, $"In {Patience.TotalSeconds:0} s it did not come about: {what()}");
            await Task.Delay(LookAgain);
        }
    }

    /// <summary>What the host's clock shows.</summary>
    public async Task<DateTimeOffset> Now()
    {
        DateTimeOffset now = (await Host(HttpMethod.Get, "admin/clock")).Expect(200).Json.GetProperty("utc").GetDateTimeOffset();
        return now;
    }

    /// <summary>Moves the host's clock to an instant, while nobody else asks anything of it.</summary>
    public async Task AdvanceTo(DateTimeOffset instant)
    {
        await _advancing.WaitAsync();
        try
        {
            if (await Now() >= instant)
            {
                return; // another client was told to wait, too
            }

            for (int slot = 0; slot < MostAtOnce; slot++)
            {
                await _underWay.WaitAsync();
            }

            try
            {
                await Until(async () => await IsAt(instant) || await Advance(instant), () => $"the clock at {instant:u}");
            }
            finally
            {
                _underWay.Release(MostAtOnce);
            }
        }
        finally
        {
            _advancing.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _underWay.Dispose();
        _advancing.Dispose();
        _signingIn.Dispose();
    }

    private async Task<bool> IsAt(DateTimeOffset instant)
    {
        if (await Try(HttpMethod.Get, "admin/clock", null) is not { } clock)
        {
            return false;
        }

        DateTimeOffset now = clock.Expect(200).Json.GetProperty("utc").GetDateTimeOffset();
        Assert.True(now >= _latest, $"The clock went back from {_latest:u} to {now:u}.");
        _latest = now;
        return now >= instant;
    }

    private async Task<bool> Advance(DateTimeOffset instant) =>
        await Try(HttpMethod.Post, "admin/clock/advance", new { to = instant }) is { } moved && moved.Expect(200).Status == 200;

    private async Task<Reply?> Try(HttpMethod method, string route, object? body)
    {
        using HttpRequestMessage request = new(method, route) { Content = body is null ? null : JsonContent.Create(body) };
        return await Exchange(request) is (var reply, _) ? reply : null;
    }

    private async Task<Reply> Send(HttpMethod method, string? who, string route, Func<HttpContent>? body, string? purpose)
    {
        string key = Guid.NewGuid().ToString();
        using CancellationTokenSource bound = new(Patience);
        while (true)
        {
            Assert.False(bound.IsCancellationRequested, $"{method} {route} got no answer in {Patience.TotalSeconds:0} s.\n{_host.LastWords()}");
            using HttpRequestMessage request = new(method, route) { Content = body?.Invoke() };
            request.Headers.Add("Idempotency-Key", key);
            if (purpose is not null)
            {
                request.Headers.Add("X-Purpose", purpose);
            }

            if (who is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(who));
            }

            await _underWay.WaitAsync();
            (Reply Reply, TimeSpan? RetryAfter)? answer;
            try
            {
                answer = await Exchange(request);
            }
            finally
            {
                _underWay.Release();
            }

            if (answer is not { } given)
            {
                continue;
            }

            if (given.Reply.Status == 409 && given.Reply.Code == PlatformErrors.IdempotencyRunning)
            {
                // The attempt that the host took with it still holds the key. Nobody waits a minute here: the clock does.
                await AdvanceTo(await Now() + (given.RetryAfter ?? TimeSpan.FromMinutes(1)));
            }
            else if (given.Reply.Status == 401 && given.Reply.Code == PlatformErrors.AuthExpired && IsStaff(who))
            {
                lock (_tokens)
                {
                    _tokens.Remove(who!);
                }
            }
            else
            {
                Assert.True(given.Reply.Status < 500, $"{method} {route}: {given.Reply.Status} {given.Reply.Body}\n{_host.LastWords()}");
                return given.Reply;
            }
        }
    }

    // Null when the host was gone before it had answered.
    private async Task<(Reply Reply, TimeSpan? RetryAfter)?> Exchange(HttpRequestMessage request)
    {
        await _host.Serving;
        Interlocked.Increment(ref _sent);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request);
            return (
                new Reply((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType),
                answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            Interlocked.Increment(ref _unanswered);
            await Task.Delay(Pause);
            return null;
        }
    }

    private static bool IsStaff(string? who) => who is not null && !who.Contains('.', StringComparison.Ordinal);

    private async Task<string> TokenOf(string who)
    {
        if (!IsStaff(who))
        {
            return who;
        }

        await _signingIn.WaitAsync();
        try
        {
            if (!_tokens.TryGetValue(who, out string? token))
            {
                Reply signedIn = await Post(null, "auth/sign-in", new { account = who });
                token = signedIn.Expect(200).Text("token");
                lock (_tokens)
                {
                    _tokens[who] = token;
                }
            }

            return token;
        }
        finally
        {
            _signingIn.Release();
        }
    }
}
