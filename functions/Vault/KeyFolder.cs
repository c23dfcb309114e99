using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Vault;

/// <summary>Where key files lie: <c>Boai:KeyFolder</c>, or <c>keys</c> in the host's data folder, or in the user's own application data.</summary>
internal static class KeyFolder
{
    public static string Of(IConfiguration configuration) =>
        configuration["Boai:KeyFolder"] is { Length: > 0 } folder ? folder
        : configuration["Localhost:Data"] is { Length: > 0 } data ? Path.Combine(data, "keys")
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "boai", "keys");
}
