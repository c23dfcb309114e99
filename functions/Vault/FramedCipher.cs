using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.Vault;

/// <summary>Authenticated encryption of a stream in frames of 64 KiB, so that neither side holds the whole document.</summary>
/// <remarks>
/// Layout: version (1 byte), salt (16), then frames of ciphertext and tag (16). Each file has a key of its own, derived from the data key,
/// salt and context. A frame's nonce is its number and whether it is the last, so that frames cannot be changed, swapped, repeated, dropped or
/// cut off at the end unnoticed.
/// </remarks>
public static class FramedCipher
{
    public const int FrameLength = 64 * 1024;
    private const int SaltLength = 16;
    private const int HeaderLength = 1 + SaltLength;
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const byte Version = 1;

    /// <summary>Encrypts everything that <paramref name="plain"/> gives.</summary>
    /// <param name="observe">Sees each piece of plain text as it goes by; may throw to stop.</param>
    /// <param name="write">Takes each piece of the encrypted file, in order.</param>
    public static async Task Encrypt(
        byte[] key, string context, Stream plain, Action<ReadOnlyMemory<byte>> observe, Func<ReadOnlyMemory<byte>, Task> write, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderLength];
        header[0] = Version;
        RandomNumberGenerator.Fill(header.AsSpan(1));
        using AesGcm cipher = Cipher(key, context, header);
        await write(header);

        byte[] current = new byte[FrameLength];
        byte[] following = new byte[FrameLength];
        int length = await plain.ReadAtLeastAsync(current, FrameLength, throwOnEndOfStream: false, cancellation);
        for (long number = 0; ; number++)
        {
            observe(current.AsMemory(0, length));
            int next = length < FrameLength ? 0 : await plain.ReadAtLeastAsync(following, FrameLength, throwOnEndOfStream: false, cancellation);
            bool last = next == 0;
            byte[] frame = new byte[length + TagLength];
            cipher.Encrypt(Nonce(number, last), current.AsSpan(0, length), frame.AsSpan(0, length), frame.AsSpan(length), header);
            await write(frame);
            if (last)
            {
                return;
            }

            (current, following, length) = (following, current, next);
        }
    }

    /// <summary>Decrypts a file frame by frame; nothing of a broken frame is written.</summary>
    /// <exception cref="SealBrokenException">The file was changed, cut short, or belongs elsewhere.</exception>
    public static async Task Decrypt(byte[] key, string context, Stream file, Stream plain, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderLength];
        if (await file.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation) < HeaderLength || header[0] != Version)
        {
            throw new SealBrokenException(context, "its header is not one that this version writes");
        }

        using AesGcm cipher = Cipher(key, context, header);
        byte[] current = new byte[FrameLength + TagLength];
        byte[] following = new byte[FrameLength + TagLength];
        byte[] text = new byte[FrameLength];
        int length = await file.ReadAtLeastAsync(current, current.Length, throwOnEndOfStream: false, cancellation);
        for (long number = 0; ; number++)
        {
            int next = length < current.Length ? 0 : await file.ReadAtLeastAsync(following, following.Length, throwOnEndOfStream: false, cancellation);
            bool last = next == 0;
            int plainLength = Open(cipher, context, number, last, current.AsSpan(0, length), header, text);
            await plain.WriteAsync(text.AsMemory(0, plainLength), cancellation);
            if (last)
            {
                return;
            }

            (current, following, length) = (following, current, next);
        }
    }

    private static int Open(AesGcm cipher, string context, long number, bool last, ReadOnlySpan<byte> frame, byte[] header, Span<byte> text)
    {
        int length = frame.Length - TagLength;
        if (length < 0)
        {
            throw new SealBrokenException(context, $"it ends within frame {number}");
        }

        try
        {
            cipher.Decrypt(Nonce(number, last), frame[..length], frame[length..], text[..length], header);
            return length;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException(context, $"frame {number} was changed, moved or cut off, or the key is another one");
        }
    }

    private static AesGcm Cipher(byte[] key, string context, byte[] header) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SealedBox.KeyBytes, salt: header[1..], info: Encoding.UTF8.GetBytes("boai|document|" + context)), TagLength);

    private static byte[] Nonce(long number, bool last)
    {
        byte[] nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
