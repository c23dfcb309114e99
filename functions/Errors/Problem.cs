namespace Boai.Functions.Errors;

/// <summary>One thing that is wrong with a request, by its stable code.</summary>
/// <param name="Code">From the catalogue, e.g. <c>case.stale</c>; never reused for another meaning.</param>
/// <param name="Field">Where in the form, as a JSON path without <c>$</c> (<c>applicant.idNumber</c>); null when the request as a whole is meant.</param>
/// <param name="Arguments">Values for the placeholders of the text; never personal data.</param>
public sealed record Problem(string Code, string? Field = null, IReadOnlyDictionary<string, string>? Arguments = null)
{
    public static Problem Of(string code, params (string Name, string Value)[] arguments) =>
        new(code, null, arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal));

    public Problem At(string field) => this with { Field = field };
}

/// <summary>Ends a request with a problem answer. Thrown only by code that answers HTTP; the message holds codes, never input.</summary>
public sealed class ProblemException : Exception
{
    public ProblemException(Problem problem) : this([problem]) { }

    /// <param name="problems">Not empty. The first decides the status; those with a field become field errors.</param>
    /// <param name="retryAfter">Sent as <c>Retry-After</c> when waiting helps.</param>
    /// <param name="cause">What went wrong underneath, when something did.</param>
    public ProblemException(IReadOnlyList<Problem> problems, TimeSpan? retryAfter = null, Exception? cause = null)
        : base("The request ends with " + string.Join(", ", problems.Select(problem => problem.Code)), cause)
    {
        Problems = problems;
        RetryAfter = retryAfter;
    }

    public ProblemException() : this([new Problem(PlatformErrors.Unexpected)]) { }

    public ProblemException(string code) : this(new Problem(code)) { }

    public ProblemException(string message, Exception innerException) : base(message, innerException) =>
        Problems = [new Problem(PlatformErrors.Unexpected)];

    public IReadOnlyList<Problem> Problems { get; }

    public TimeSpan? RetryAfter { get; }
}
