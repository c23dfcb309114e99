using Azure;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;

namespace Boai.Functions.Cases;

/// <summary>A case as it was read, before its facts are given their programme's type.</summary>
/// <param name="ETag">The basis on which a decision is made: a commit on an older one is refused by the store.</param>
/// <param name="Applicant">Whom the case is for; opaque.</param>
/// <param name="FactsJson">The programme's facts.</param>
public sealed record StoredHead(CaseHead Head, ETag ETag, SubjectId Applicant, string FactsJson)
{
    /// <exception cref="System.Text.Json.JsonException">The facts are of another programme.</exception>
    public StoredCase<TFacts> As<TFacts>() => new(new CaseFile<TFacts>(Head, CaseJson.Read<TFacts>(FactsJson)), ETag, Applicant);
}

/// <summary>A case with its programme's facts.</summary>
public sealed record StoredCase<TFacts>(CaseFile<TFacts> File, ETag ETag, SubjectId Applicant)
{
    public CaseHead Head => File.Head;

    public TFacts Facts => File.Facts;
}

/// <summary>What became of an attempt to write a decision.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>Written: this decision is the one that counts.</summary>
    public sealed record Committed(int Version, ETag ETag) : CommitResult;

    /// <summary>Somebody else decided first; nothing was written.</summary>
    public sealed record Stale : CommitResult;

    /// <summary>This same decision was written before, and led to this version; nothing was written now.</summary>
    public sealed record AlreadyDecided(int Version) : CommitResult;
}
