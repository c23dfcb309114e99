namespace Boai.Localhost.ServiceBus;

/// <summary><c>servicebus.json</c> cannot be used; the message says where and what to change.</summary>
public sealed class ServiceBusConfigurationException : Exception
{
    /// <summary>Without a description.</summary>
    public ServiceBusConfigurationException()
    {
    }

    /// <param name="message">What is wrong, where, and what to do.</param>
    public ServiceBusConfigurationException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What the reader of the file said.</param>
    public ServiceBusConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
