using System.Collections;
using Azure.Core.Serialization;
using Boai.Localhost.ServiceBus;

namespace Boai.Localhost.Host;

/// <summary>What a function returned, as messages.</summary>
internal static class ServiceBusOutputs
{
    /// <summary>One message per element of a list; text and bytes as they are; anything else as JSON. The content type says which.</summary>
    public static IEnumerable<OutgoingMessage> Messages(object value, ObjectSerializer serializer) => value switch
    {
        string text => [new OutgoingMessage(BinaryData.FromString(text)) { ContentType = "text/plain" }],
        byte[] bytes => [Binary(BinaryData.FromBytes(bytes))],
        BinaryData data => [Binary(data)],
        IEnumerable list and not IDictionary => list.OfType<object>().SelectMany(element => Messages(element, serializer)),
        _ => [new OutgoingMessage(serializer.Serialize(value, value.GetType())) { ContentType = "application/json" }],
    };

    private static OutgoingMessage Binary(BinaryData data) => new(data) { ContentType = "application/octet-stream" };
}
