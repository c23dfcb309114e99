using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.Vault;

/// <summary>Authenticated encryption of one value: AES-256-GCM with a random nonce.</summary>
/// <remarks>
/// Layout: version (1 byte), nonce (12), tag (16), ciphertext. The version and the context are authenticated, so a box that was changed
/// in any byte, or moved to another subject or field, does not open.
/// </remarks>
public static class SealedBox
{
    public const int KeyBytes = 32;
    public const int Overhead = 1 + NonceBytes + TagBytes;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Version = 1;

    /// <param name="context">What the value is and whose; the same words open it.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string context)
    {
        byte[] box = new byte[Overhead + plain.Length];
        box[0] = Version;
        Span<byte> nonce = box.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(key, TagBytes);
        cipher.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(1 + NonceBytes, TagBytes), Bound(context));
        return box;
    }

    /// <exception cref="SealBrokenException">The box was changed, belongs elsewhere, or was sealed with another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new SealBrokenException(context, "its header is not one that this version writes");
        }

        byte[] plain = new byte[box.Length - Overhead];
        using AesGcm cipher = new(key, TagBytes);
        try
        {
            cipher.Decrypt(box.Slice(1, NonceBytes), box[Overhead..], box.Slice(1 + NonceBytes, TagBytes), plain, Bound(context));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException(context, "it was changed, moved, or sealed with another key");
        }
    }

    public static byte[] SealText(ReadOnlySpan<byte> key, string plain, string context) => Seal(key, Encoding.UTF8.GetBytes(plain), context);

    public static string OpenText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string context) =>
        Encoding.UTF8.GetString(Open(key, box, context));

    private static byte[] Bound(string context)
    {
        byte[] text = Encoding.UTF8.GetBytes(context);
        byte[] bound = new byte[5 + text.Length];
        bound[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(bound.AsSpan(1), text.Length);
        text.CopyTo(bound, 5);
        return bound;
    }
}

/// <summary>A sealed value does not open: it was tampered with, misplaced, or its key is another one.</summary>
public sealed class SealBrokenException : Exception
{
    public SealBrokenException(string context, string reason) : base($"The sealed value '{context}' does not open: {reason}.") { }

    public SealBrokenException() { }

    public SealBrokenException(string message) : base(message) { }

    public SealBrokenException(string message, Exception innerException) : base(message, innerException) { }
}
