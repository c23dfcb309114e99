using System.Text.Json.Serialization;

namespace Boai.Workflows.Certificates;

/// <summary>What the branch certifies after a donation (LIFE-11, handbook §7.10).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateKind>))]
public enum CertificateKind
{
    /// <summary>捐献证书, to relatives (ODR 14).</summary>
    Donation,

    /// <summary>荣誉证书 (CQ-BODY 36).</summary>
    Honour,

    /// <summary>丧葬减免证明 (CQ-BODY 34).</summary>
    FuneralWaiver,

    /// <summary>优先证明 (ODR 20).</summary>
    Priority,
}

/// <summary>How a certificate stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateStatus>))]
public enum CertificateStatus
{
    /// <summary>有效.</summary>
    Valid,

    /// <summary>已换发: another one was issued in its place.</summary>
    Replaced,

    /// <summary>已撤销.</summary>
    Revoked,
}
