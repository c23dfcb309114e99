using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>An HTTP request in the worker's own model.</summary>
public abstract class HttpRequestData
{
    private NameValueCollection? query;

    /// <param name="functionContext">The invocation that the request started.</param>
    public HttpRequestData(FunctionContext functionContext)
    {
        ArgumentNullException.ThrowIfNull(functionContext);
        FunctionContext = functionContext;
    }

    /// <summary>The body, readable once.</summary>
    public abstract Stream Body { get; }

    /// <summary>Header fields.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>Cookies.</summary>
    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    /// <summary>The whole address.</summary>
    public abstract Uri Url { get; }

    /// <summary>Who calls, where the host knows.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>GET, POST, …</summary>
    public abstract string Method { get; }

    /// <summary>The invocation that the request started.</summary>
    public FunctionContext FunctionContext { get; }

    /// <summary>The query string's fields.</summary>
    public virtual NameValueCollection Query => query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>An answer to this request, 200 until set otherwise.</summary>
    public abstract HttpResponseData CreateResponse();
}
