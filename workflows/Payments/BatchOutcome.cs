using Boai.Workflows.Cases;

namespace Boai.Workflows.Payments;

/// <summary>What became of an act on a batch.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome() { }

    /// <param name="Next">To be stored in place of the batch that the act was applied to.</param>
    public sealed record Moved(PaymentBatch Next) : BatchOutcome;

    /// <summary>It had happened already, with the same content.</summary>
    public sealed record Already(PaymentBatch Batch) : BatchOutcome;

    /// <param name="Problems">Every reason that applies; never empty.</param>
    public sealed record Refused(IReadOnlyList<CaseProblem> Problems) : BatchOutcome;
}
