namespace Boai.Localhost.Host;

/// <summary>The host cannot start or go on, and the message, made for the person at the keyboard, says what to do about it.</summary>
public sealed class LocalHostException : Exception
{
    /// <param name="message">One clear line, or one line per problem.</param>
    public LocalHostException(string message)
        : base(message)
    {
    }

    /// <param name="message">One clear line, or one line per problem.</param>
    /// <param name="innerException">For the log at debug level.</param>
    public LocalHostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
