using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.HospitalMessages.Register;

/// <summary>Rule 1 and 6 of handbook §11.3 on the queue, where all hospitals share one door: whose a message is says its signature alone.</summary>
/// <remarks>ES256 over the bytes of the body: ECDSA on P-256 with SHA-256, r and s as 64 bytes, Base64. The body names sender and message id, so nothing else needs binding.</remarks>
public static class MessageSignature
{
    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>Whether a key of this hospital signed these bytes.</summary>
    public static bool IsBy(Hospital hospital, string? keyId, string? signature, ReadOnlySpan<byte> body)
    {
        if (hospital.Keys.FirstOrDefault(key => key.KeyId == keyId) is not { } known || signature is null || !Base64.IsValid(signature))
        {
            return false;
        }

        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(known.PublicKey), out _);
        return key.VerifyData(body, Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
    }

    /// <summary>Whether text is a public key as <see cref="HospitalKey.PublicKey"/> wants it.</summary>
    public static bool IsKey(string text)
    {
        if (!Base64.IsValid(text))
        {
            return false;
        }

        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curve;
        }
        catch (CryptographicException)
        {
            return false; // well-formed Base64 of something else
        }
    }
}
