using Boai.Functions.Storage;

namespace Boai.Functions.Certificates;

/// <summary>Where certificates lie.</summary>
public static class CertificateTables
{
    /// <summary>Requests by case, certificates and their counter by series, and wrong codes by address.</summary>
    public const string Certificates = "certificates";

    /// <summary>The sheets, sealed.</summary>
    public const string Sheets = "certificates";

    public static StorageNames All { get; } = new([Certificates], [Sheets]);
}
