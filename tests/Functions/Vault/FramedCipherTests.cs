using System.Security.Cryptography;
using Boai.Functions.Vault;

namespace Boai.Tests.Functions.Vault;

/// <summary>Documents are encrypted frame by frame, so that neither upload nor download holds them whole.</summary>
public sealed class FramedCipherTests
{
    private const int Frame = FramedCipher.FrameLength;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Frame - 1)]
    [InlineData(Frame)]
    [InlineData(Frame + 1)]
    [InlineData(3 * Frame)]
    [InlineData((3 * Frame) + 17)]
    public async Task A_document_of_any_length_comes_back(int length)
    {
        byte[] document = Pattern(length);

        Assert.Equal(document, await Decrypt(await Encrypt(document), "case/1"));
    }

    [Fact]
    public async Task A_body_that_comes_in_crumbs_comes_back()
    {
        byte[] document = Pattern(Frame + 100);
        List<byte> file = [];

        await FramedCipher.Encrypt(Key, "case/1", new Crumbs(document), _ => { }, Take, TestContext.Current.CancellationToken);

        Assert.Equal(document, await Decrypt([.. file], "case/1"));

        Task Take(ReadOnlyMemory<byte> piece)
        {
            file.AddRange(piece.Span);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_change_anywhere_is_found()
    {
        byte[] file = await Encrypt(Pattern((2 * Frame) + 10));

        // Every byte of the header and of the frames' ends, and one in the middle of each frame.
        int[] places = [.. Enumerable.Range(0, 20), 17 + (Frame / 2), 17 + Frame, 17 + Frame + 15, 17 + Frame + 16, 17 + Frame + 16 + (Frame / 2), file.Length - 27, file.Length - 1];
        foreach (int place in places)
        {
            byte[] changed = [.. file];
            changed[place] ^= 0x80;
            await Assert.ThrowsAsync<SealBrokenException>(() => Decrypt(changed, "case/1"));
        }
    }

    [Fact]
    public async Task Frames_cannot_be_swapped_dropped_repeated_or_cut_off()
    {
        const int sealedFrame = Frame + 16;
        byte[] file = await Encrypt(Pattern(3 * Frame));
        byte[] header = file[..17];
        byte[] one = file[17..(17 + sealedFrame)];
        byte[] two = file[(17 + sealedFrame)..(17 + (2 * sealedFrame))];
        byte[] three = file[(17 + (2 * sealedFrame))..];

        byte[][] forged =
        [
            [.. header, .. two, .. one, .. three],
            [.. header, .. one, .. three],
            [.. header, .. one, .. one, .. two, .. three],
            [.. header, .. one, .. two], // cut off exactly between frames
            [.. header],
            [],
        ];

        foreach (byte[] file2 in forged)
        {
            await Assert.ThrowsAsync<SealBrokenException>(() => Decrypt(file2, "case/1"));
        }
    }

    [Fact]
    public async Task A_file_of_another_case_does_not_open()
    {
        byte[] file = await Encrypt(Pattern(100));

        await Assert.ThrowsAsync<SealBrokenException>(() => Decrypt(file, "case/2"));
    }

    private static async Task<byte[]> Encrypt(byte[] document)
    {
        List<byte> file = [];
        await FramedCipher.Encrypt(
            Key, "case/1", new MemoryStream(document), _ => { },
            piece =>
            {
                file.AddRange(piece.Span);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return [.. file];
    }

    private static async Task<byte[]> Decrypt(byte[] file, string context)
    {
        using MemoryStream plain = new();
        await FramedCipher.Decrypt(Key, context, new MemoryStream(file), plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(place => (byte)(place * 31))];

    /// <summary>Gives at most seven bytes at a time, as a slow connection may.</summary>
    private sealed class Crumbs(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}
