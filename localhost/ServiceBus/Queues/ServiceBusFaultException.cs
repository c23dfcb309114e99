namespace Boai.Localhost.ServiceBus;

/// <summary>The broker refuses: an AMQP condition that official clients know, and a sentence for people.</summary>
public sealed class ServiceBusFaultException : Exception
{
    /// <summary>Without a condition of its own: an internal error.</summary>
    public ServiceBusFaultException()
        : this(FaultCondition.InternalError, "The broker failed.")
    {
    }

    /// <param name="message">What is wrong and what to do.</param>
    public ServiceBusFaultException(string message)
        : this(FaultCondition.InternalError, message)
    {
    }

    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ServiceBusFaultException(string message, Exception innerException)
        : base(message, innerException) => Condition = FaultCondition.InternalError;

    /// <param name="condition">One of <see cref="FaultCondition"/>.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public ServiceBusFaultException(string condition, string message)
        : base(message) => Condition = condition;

    /// <summary>The AMQP error condition, such as <c>com.microsoft:message-lock-lost</c>.</summary>
    public string Condition { get; }
}
