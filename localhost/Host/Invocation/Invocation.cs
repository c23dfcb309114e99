using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>What a trigger delivers for one invocation.</summary>
internal sealed record InvocationInput
{
    private static readonly Dictionary<string, object?> NoData = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>TimerInfo, QueueMessage, orchestration context, serialized activity input, entity operation; null for HTTP.</summary>
    public object? Value { get; init; }

    /// <summary>The request, for HTTP.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>What the trigger says of itself; names compared without regard to case.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = NoData;

    /// <summary>W3C trace context (traceparent) that came with it; empty for none, null to go by what is current.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The <c>tracestate</c> that came with it; null for none.</summary>
    public string? TraceState { get; init; }

    /// <summary>0 for the first attempt.</summary>
    public int RetryCount { get; init; }
}

/// <summary>One invocation on its way through the pipeline.</summary>
internal sealed record Invocation(FunctionDescriptor Function, InvocationInput Input, FunctionContext Context)
{
    public InvocationOutputs Outputs { get; } = new();
}
