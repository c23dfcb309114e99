using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>As the identity document codes it (GB/T 2261.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Gender>))]
public enum Gender
{
    /// <summary>男.</summary>
    Male,

    /// <summary>女.</summary>
    Female,
}
