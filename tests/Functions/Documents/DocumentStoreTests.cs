using Azure.Storage.Blobs.Models;
using Boai.Functions.Documents;
using Boai.Functions.Errors;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Documents;

/// <summary>Documents on a real store: streamed, encrypted, content-addressed; and nothing left of what was refused.</summary>
public sealed class DocumentStoreTests
{
    private static readonly AccessPurpose Purpose = new(PurposeCodes.Verification, "yz-officer-1", "DIST_OFF", "500103", "", "here");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_type_comes_back_byte_for_byte_with_a_line_in_the_log()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        DocumentStore documents = platform.Get<DocumentStore>();

        foreach (byte[] file in new[] { Samples.Pdf, Samples.Jpeg, Samples.Png, Samples.Heic, Samples.Ofd, Samples.Docx })
        {
            (StoredDocument stored, bool isNew) = await documents.Receive(number, subject, new MemoryStream(file), Cancellation);
            Assert.True(isNew);
            Assert.Equal(file, await Bytes(documents, stored, subject));
        }

        Assert.Equal(6, (await documents.List(number, Cancellation)).Select(document => document.Type).Distinct().Count());
        Assert.Equal(6, (await platform.AuditLines()).Count(line => line.GetString("Fields") == "C4:document"));
    }

    [Fact]
    public async Task A_document_of_many_blocks_comes_back()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        byte[] scan = Pdf(9 * 1024 * 1024);

        (StoredDocument stored, _) = await platform.Get<DocumentStore>().Receive(number, subject, new MemoryStream(scan), Cancellation);

        Assert.Equal(scan.Length, stored.Bytes);
        Assert.Equal(scan, await Bytes(platform.Get<DocumentStore>(), stored, subject));
    }

    [Fact]
    public async Task The_same_content_in_a_case_is_one_document_and_in_another_case_another()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        CaseNumber other = await platform.Open(TestCases.Number(18));
        DocumentStore documents = platform.Get<DocumentStore>();

        (StoredDocument first, _) = await documents.Receive(number, subject, new MemoryStream(Samples.Pdf), Cancellation);
        (StoredDocument again, bool isNew) = await documents.Receive(number, subject, new MemoryStream(Samples.Pdf), Cancellation);
        (StoredDocument elsewhere, _) = await documents.Receive(other, subject, new MemoryStream(Samples.Pdf), Cancellation);

        Assert.Equal((first, false), (again, isNew));
        Assert.NotEqual(first.Id, elsewhere.Id);
        Assert.Equal(2, (await Blobs(platform)).Count);
        Assert.Null(await documents.Find(other, first.Id, Cancellation));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, PlatformErrors.DocumentTooLarge)]
    public async Task Twenty_mebibytes_are_taken_and_one_byte_more_is_not(int more, string? code)
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        MemoryStream body = new(Pdf((20 * 1024 * 1024) + more));

        ProblemException? refused = await Record.ExceptionAsync(() => platform.Get<DocumentStore>().Receive(number, subject, body, Cancellation)) as ProblemException;

        Assert.Equal(code, refused?.Problems[0].Code);
        Assert.Equal(code is null ? 1 : 0, (await Blobs(platform)).Count);
    }

    [Fact]
    public async Task An_archive_named_pdf_is_refused_and_nothing_of_it_is_left()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);

        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(
            () => platform.Get<DocumentStore>().Receive(number, subject, new MemoryStream(Samples.Zip("proof.pdf")), Cancellation));

        Assert.Equal(PlatformErrors.DocumentType, refused.Problems[0].Code);
        await NothingIsLeft(platform, number);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);

        await Assert.ThrowsAsync<IOException>(
            () => platform.Get<DocumentStore>().Receive(number, subject, new BrokenBody(Pdf(9 * 1024 * 1024), 6 * 1024 * 1024), Cancellation));

        await NothingIsLeft(platform, number);
    }

    [Fact]
    public async Task A_stored_document_that_was_tampered_with_or_swapped_does_not_come_out()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        DocumentStore documents = platform.Get<DocumentStore>();
        (StoredDocument one, _) = await documents.Receive(number, subject, new MemoryStream(Samples.Pdf), Cancellation);
        (StoredDocument two, _) = await documents.Receive(number, subject, new MemoryStream(Samples.Png), Cancellation);
        Azure.Storage.Blobs.BlobClient blob = platform.Get<AppStorage>().Container(PlatformContainers.Documents).GetBlobClient(one.Blob);
        byte[] changed = (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray();
        changed[^20] ^= 1;
        await blob.UploadAsync(new BinaryData(changed), overwrite: true, Cancellation);

        await Assert.ThrowsAsync<SealBrokenException>(() => Bytes(documents, one, subject));
        await Assert.ThrowsAsync<SealBrokenException>(() => Bytes(documents, two with { Blob = one.Blob }, subject));
        Assert.Equal(Samples.Png, await Bytes(documents, two, subject));
    }

    [Fact]
    public async Task Nothing_of_a_document_stands_in_the_store_in_the_clear()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        byte[] file = [.. "%PDF-1.7\nCANARY-诊断-肺癌-7731\n%%EOF\n"u8];

        (StoredDocument stored, _) = await platform.Get<DocumentStore>().Receive(number, subject, new MemoryStream(file), Cancellation);

        IReadOnlyList<string> everything = await platform.EveryStoredText();
        Assert.Contains(stored.Blob, everything);
        Assert.DoesNotContain(everything, text => text.Contains("CANARY", StringComparison.Ordinal) || text.Contains("肺癌", StringComparison.Ordinal));
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file));
        Assert.DoesNotContain(everything, text => text.Contains(hash, StringComparison.OrdinalIgnoreCase)); // nor what would tell a known file
    }

    [Fact]
    public async Task Documents_of_a_destroyed_person_are_unreadable()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        (StoredDocument stored, _) = await platform.Get<DocumentStore>().Receive(number, subject, new MemoryStream(Samples.Pdf), Cancellation);

        await platform.Get<PersonVault>().Destroy(subject, Purpose, Cancellation);

        await Assert.ThrowsAsync<SubjectDestroyedException>(() => Bytes(platform.Get<DocumentStore>(), stored, subject));
    }

    [Fact]
    public async Task A_small_document_costs_three_operations()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        (CaseNumber number, SubjectId subject) = await Case(platform);
        platform.Get<StorageMeter>().Reset();

        await platform.Get<DocumentStore>().Receive(number, subject, new MemoryStream(Samples.Pdf), Cancellation);

        Assert.Equal(3, platform.Get<StorageMeter>().Total); // look for it, blob, row
    }

    private static async Task<(CaseNumber Number, SubjectId Subject)> Case(PlatformUnderTest platform)
    {
        CaseNumber number = await platform.Open();
        return (number, (await platform.Get<PersonVault>().Find("RIC", TestCases.IdNumber, Cancellation))!.Subject);
    }

    private static async Task<byte[]> Bytes(DocumentStore documents, StoredDocument stored, SubjectId subject)
    {
        Func<Stream, Task> write = await documents.Open(stored, subject, Purpose, Cancellation);
        using MemoryStream plain = new();
        await write(plain);
        return plain.ToArray();
    }

    private static byte[] Pdf(int length)
    {
        byte[] file = new byte[length];
        "%PDF-1.7\n"u8.CopyTo(file);
        "%%EOF\n"u8.CopyTo(file.AsSpan(length - 6));
        return file;
    }

    private static async Task<IReadOnlyList<string>> Blobs(PlatformUnderTest platform)
    {
        List<string> names = [];
        await foreach (BlobItem blob in platform.Get<AppStorage>().Container(PlatformContainers.Documents).GetBlobsAsync(cancellationToken: Cancellation))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private static async Task NothingIsLeft(PlatformUnderTest platform, CaseNumber number)
    {
        Assert.Empty(await Blobs(platform));
        Assert.Empty(await platform.Get<DocumentStore>().List(number, Cancellation));
    }

    /// <summary>A connection that is lost on the way.</summary>
    private sealed class BrokenBody(byte[] bytes, int until) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Position >= until
            ? throw new IOException("The connection was lost.")
            : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, until - Position)], cancellationToken);
    }
}
