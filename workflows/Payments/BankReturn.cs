namespace Boai.Workflows.Payments;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line in which it begins, from 1.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>The outcome of reading a bank's answer against the batch that it answers.</summary>
public abstract record BankReturnReading
{
    private BankReturnReading() { }

    /// <param name="Results">One per line of the batch, in its order.</param>
    /// <param name="LineNumbers">Where in the file each of them stands.</param>
    public sealed record Complete(DateOnly BankDate, IReadOnlyList<LineResult> Results, IReadOnlyList<int> LineNumbers) : BankReturnReading
    {
        /// <summary>See <see cref="BatchDigest"/>.</summary>
        public string Digest => BatchDigest.Of(BankDate, Results);
    }

    /// <summary>Nothing of the file is taken.</summary>
    /// <param name="Problems">Every fault found, in the order of the lines; never empty.</param>
    public sealed record Refused(IReadOnlyList<BankFileProblem> Problems) : BankReturnReading;
}
