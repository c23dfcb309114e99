using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an app may set about its worker.</summary>
public class WorkerOptions
{
    /// <summary>
    /// Turns values into JSON and back for bindings, HTTP bodies and durable payloads. When an app sets none, System.Text.Json with
    /// property names matched without regard to case.
    /// </summary>
    public ObjectSerializer? Serializer { get; set; }
}
