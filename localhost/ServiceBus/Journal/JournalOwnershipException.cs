namespace Boai.Localhost.ServiceBus;

/// <summary>The journal belongs to another broker; this one must stop.</summary>
public sealed class JournalOwnershipException : Exception
{
    /// <summary>With the usual message.</summary>
    public JournalOwnershipException()
        : this("The broker's journal was taken over by another broker. Two hosts use the same storage: stop one of them.")
    {
    }

    /// <param name="message">What happened and what to do.</param>
    public JournalOwnershipException(string message)
        : base(message)
    {
    }

    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What the store answered.</param>
    public JournalOwnershipException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
