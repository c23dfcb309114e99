namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker could not do its part of an invocation.</summary>
public class FunctionWorkerException : Exception
{
    /// <summary>Says what failed.</summary>
    public FunctionWorkerException(string? message)
        : base(message)
    {
    }

    /// <summary>Says what failed and why.</summary>
    public FunctionWorkerException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A parameter's value could not be made from what the trigger delivered.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    /// <summary>Says which parameter.</summary>
    public FunctionInputConverterException(string? message)
        : base(message)
    {
    }

    /// <summary>Says which parameter and why.</summary>
    public FunctionInputConverterException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
