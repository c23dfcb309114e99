using System.Collections;
using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Boai.Functions.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Functions.Support;

/// <summary>One invocation as the host would make it, for running middleware without a host.</summary>
internal sealed class FakeInvocation : FunctionContext, IDisposable
{
    private readonly AsyncServiceScope _scope;

    public FakeInvocation(IServiceProvider services, string function, string method, string path, CancellationToken cancellation)
    {
        _scope = services.CreateAsyncScope();
        InstanceServices = _scope.ServiceProvider;
        FunctionDefinition = new Definition(function);
        CancellationToken = cancellation;
        Http = new DefaultHttpContext { RequestServices = _scope.ServiceProvider };
        Http.Request.Method = method;
        Http.Request.Path = path;
        Http.Connection.RemoteIpAddress = IPAddress.Loopback;
        Http.Response.Body = new MemoryStream();
        Items["HttpRequestContext"] = Http; // where the worker keeps it
    }

    public DefaultHttpContext Http { get; }

    public CurrentRequest Request => InstanceServices.GetRequiredService<CurrentRequest>();

    public override string InvocationId { get; } = Guid.NewGuid().ToString("N");

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new Trace();

    public override BindingContext BindingContext { get; } = new Binding();

    public override RetryContext RetryContext => throw new NotSupportedException("HTTP functions are not retried.");

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public override CancellationToken CancellationToken { get; }

    public void Dispose() => _scope.Dispose();

    private sealed class Trace : TraceContext
    {
        public override string TraceParent => "";

        public override string TraceState => "";
    }

    private sealed class Binding : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = new Dictionary<string, object?>();
    }

    private sealed class HttpBinding : BindingMetadata
    {
        public override string Name => "http";

        public override string Type => "httpTrigger";

        public override BindingDirection Direction => BindingDirection.In;
    }

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => name;

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
            ImmutableDictionary<string, BindingMetadata>.Empty.Add("http", new HttpBinding());

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    /// <summary>Features by type; the one that holds the result is the worker's own and has no public name.</summary>
    private sealed class FeatureSet : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public FeatureSet()
        {
            Type outputs = typeof(FunctionContext).Assembly.GetType("Microsoft.Azure.Functions.Worker.InvocationOutputs", throwOnError: true)!;
            _features[outputs] = Activator.CreateInstance(outputs, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [], null)!;
        }

        public void Set<T>(T instance) => _features[typeof(T)] = instance!;

        public T? Get<T>() => _features.TryGetValue(typeof(T), out object? feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
