using System.Text;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;

namespace Boai.Localhost.Host;

/// <summary>
/// Durable payloads by the worker's serializer. Values are written as what they are, not as what they are declared to be, so a
/// polymorphic root value loses its discriminator here exactly as it does on the real worker.
/// </summary>
internal sealed class WorkerDataConverter(IOptions<WorkerOptions> options) : DataConverter
{
    private ObjectSerializer Serializer => options.Value.Serializer!;

    public override string? Serialize(object? value) =>
        value is null ? null : Serializer.Serialize(value, value.GetType()).ToString();

    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
        {
            return null;
        }

        using MemoryStream json = new(Encoding.UTF8.GetBytes(data), writable: false);
        return Serializer.Deserialize(json, targetType, CancellationToken.None);
    }
}
