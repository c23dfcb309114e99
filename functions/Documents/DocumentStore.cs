using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Boai.Functions.Audit;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Documents;

/// <summary>Documents of cases: streamed in and out, encrypted under the applicant's data key, described by a row in the case's partition.</summary>
public sealed class DocumentStore(
    AppStorage storage, CaseStore cases, DataKeys dataKeys, PlatformKeys platformKeys, AccessLog log, PolicyBook policies, TimeProvider time)
{
    private const string Prefix = "doc_";

    /// <summary>The most bytes that a document may have today.</summary>
    public long MaxBytes => policies.Today.Bytes(PolicyKeys.DocumentMaxBytes, ChinaCalendar.DateOf(time.GetUtcNow()));

    /// <summary>Takes a document in. It belongs to the case only once the case says so (an attached document is an event of the case).</summary>
    /// <returns>The document, and whether it is new; the one that is there already when this case has the same content.</returns>
    /// <exception cref="ProblemException">Too large, empty, damaged, mixed, or of a type that is not taken; nothing is left behind.</exception>
    public async Task<(StoredDocument Document, bool IsNew)> Receive(CaseNumber number, SubjectId subject, Stream body, CancellationToken cancellation)
    {
        byte[] key = await dataKeys.Get(subject, cancellation);
        string blobName = $"{number.Value}/{Guid.NewGuid():N}";
        long most = MaxBytes;
        long bytes = 0;
        DocumentSniffer sniffer = new();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using BlockUpload upload = new(Blob(blobName));
        await FramedCipher.Encrypt(key, blobName, body, Observe, piece => upload.Write(piece, cancellation), cancellation);

        DocumentType type = sniffer.Verdict() switch
        {
            Sniffed.As sniffed => sniffed.Type,
            Sniffed.Refused refused => throw new ProblemException(refused.Code),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        string id = IdOf(number, hash.GetHashAndReset());
        if (await Find(number, id, cancellation) is { } known)
        {
            return (known, false);
        }

        await upload.Complete(cancellation);
        StoredDocument document = new(id, type, bytes, StoredDocument.Sensitive, StoredDocument.NotScanned, time.GetUtcNow(), blobName);
        if (await Table.TryAdd(Row(number, document), cancellation))
        {
            return (document, true);
        }

        // The same content came in twice at once: the first row counts, this copy of the bytes goes.
        await Blob(blobName).DeleteIfExistsAsync(cancellationToken: cancellation);
        StoredDocument first = await Find(number, id, cancellation)
            ?? throw new InvalidOperationException($"Document {id} of {number} vanished right after it was stored.");
        return (first, false);

        void Observe(ReadOnlyMemory<byte> piece)
        {
            bytes += piece.Length;
            if (bytes > most)
            {
                throw new ProblemException(TooLarge(most));
            }

            hash.AppendData(piece.Span);
            sniffer.Observe(piece.Span);
        }
    }

    /// <summary>Takes back a new document that the case did not accept; one that is attached by now stays.</summary>
    public async Task Discard(CaseNumber number, StoredDocument document, CancellationToken cancellation)
    {
        if (await cases.Find(number, cancellation) is { } stored && stored.Head.Documents.Any(attached => attached.Id == document.Id))
        {
            return;
        }

        await Table.DeleteEntityAsync(number.Value, CaseRows.DocumentKey(number, document.Id), ETag.All, cancellation);
        await Blob(document.Blob).DeleteIfExistsAsync(cancellationToken: cancellation);
    }

    /// <summary>Destroys the bytes of every document of a case; that there was one stays in the case's history. Repeating it changes nothing.</summary>
    /// <param name="kept">Ids of documents that stay; none by default.</param>
    public async Task Destroy(CaseNumber number, CancellationToken cancellation, params IReadOnlyCollection<string> kept)
    {
        foreach (StoredDocument document in (await List(number, cancellation)).Where(one => !kept.Contains(one.Id)))
        {
            await Blob(document.Blob).DeleteIfExistsAsync(cancellationToken: cancellation);
            await Table.DeleteEntityAsync(number.Value, CaseRows.DocumentKey(number, document.Id), ETag.All, cancellation);
        }
    }

    /// <returns>Null when the case has no such document.</returns>
    public async Task<StoredDocument?> Find(CaseNumber number, string id, CancellationToken cancellation) =>
        OpaqueId.Fits(id, Prefix) && await Table.Find(number.Value, CaseRows.DocumentKey(number, id), cancellation) is { } row
            ? CaseJson.Read<StoredDocument>(row.GetText("Document"))
            : null;

    /// <summary>Every document that was received for a case.</summary>
    public async Task<IReadOnlyList<StoredDocument>> List(CaseNumber number, CancellationToken cancellation) =>
        [.. (await cases.Rows(number, 'f', cancellation)).Select(row => CaseJson.Read<StoredDocument>(row.GetText("Document")))];

    /// <summary>Opens a document; the access log has its line before the first byte.</summary>
    /// <returns>Writes the plain bytes to a stream; fails in the middle when the stored bytes were tampered with.</returns>
    public async Task<Func<Stream, Task>> Open(StoredDocument document, SubjectId subject, AccessPurpose purpose, CancellationToken cancellation)
    {
        await log.Write(purpose.Line(document.Id, document.Class + ":document", AccessResult.Read), cancellation);
        byte[] key = await dataKeys.Get(subject, cancellation);
        return async plain =>
        {
            Response<BlobDownloadStreamingResult> blob = await Blob(document.Blob).DownloadStreamingAsync(cancellationToken: cancellation);
            using (blob.Value)
            {
                await FramedCipher.Decrypt(key, document.Blob, blob.Value.Content, plain, cancellation);
            }
        };
    }

    internal static Problem TooLarge(long most) =>
        Problem.Of(PlatformErrors.DocumentTooLarge, ("limit", $"{most / (1024 * 1024)} MiB"));

    private TableClient Table => storage.Table(PlatformTables.Cases);

    private BlockBlobClient Blob(string name) => storage.Container(PlatformContainers.Documents).GetBlockBlobClient(name);

    /// <summary>The id that a content has, or will have, in a case: a form may name what is uploaded after it.</summary>
    /// <remarks>By keyed hash: a plain one would tell whoever reads the table that a known file is in it.</remarks>
    public string IdOf(CaseNumber number, byte[] sha256)
    {
        byte[] content = [.. System.Text.Encoding.ASCII.GetBytes(number.Value), .. sha256];
        return OpaqueId.Of(Prefix, HMACSHA256.HashData(platformKeys.For(KeyPurpose.DocumentIds), content));
    }

    private static TableEntity Row(CaseNumber number, StoredDocument document)
    {
        TableEntity row = new(number.Value, CaseRows.DocumentKey(number, document.Id));
        row.SetText("Document", CaseJson.Write(document));
        return row;
    }
}
