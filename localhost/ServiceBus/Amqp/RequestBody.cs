using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>The fields of a management request, with an error that names the field that is not there.</summary>
internal sealed class RequestBody(Map fields)
{
    public T Required<T>(string name) => fields[name] is T value ? value : throw Missing(name);

    public T? Optional<T>(string name) => fields[name] is T value ? value : default;

    /// <summary>An array, which some clients send as a list or, for one element, as the element.</summary>
    public T[] Array<T>(string name) => fields[name] switch
    {
        T[] array => array,
        List list when list.OfType<T>().Count() == list.Count => [.. list.Cast<T>()],
        T single => [single],
        _ => throw Missing(name),
    };

    public static ServiceBusFaultException Missing(string name) =>
        new(FaultCondition.InvalidField, $"The request's field '{name}' is missing or of the wrong type.");
}
