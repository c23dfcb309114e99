namespace Boai.Functions.Cases;

/// <summary>Takes what became of a donation, and keeps it where no donor is known (handbook §12.3, I-14).</summary>
public interface IOutcomeBook
{
    /// <summary>Files counts. What a hospital stated later counts, whichever came first; repeating it changes nothing.</summary>
    /// <param name="pseudonym">Of the donor: goes into a keyed hash, and is not kept.</param>
    /// <param name="transplanted">Organs and tissues.</param>
    /// <param name="persons">Persons who received them.</param>
    /// <param name="discarded">Organs and tissues.</param>
    Task File(string pseudonym, int transplanted, int persons, int discarded, DateTimeOffset statedAt, CancellationToken cancellation);
}
