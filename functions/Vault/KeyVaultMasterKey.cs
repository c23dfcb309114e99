using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Azure.Core;

namespace Boai.Functions.Vault;

/// <summary>A master key in Azure Key Vault, used through its wrap and unwrap operations (REST, RSA-OAEP-256).</summary>
/// <param name="vault">E.g. <c>https://boai.vault.azure.cn/</c>.</param>
/// <param name="keyPath">Key name and version, <c>vault-master/0123…</c>: a version, so that what it wraps says which one unwraps.</param>
/// <param name="scope">Token scope: <c>https://vault.azure.cn/.default</c> with 21Vianet, <c>https://vault.azure.net/.default</c> elsewhere.</param>
public sealed class KeyVaultMasterKey(HttpClient http, TokenCredential credential, Uri vault, string keyPath, string scope) : IMasterKey
{
    private const string Algorithm = "RSA-OAEP-256";
    private const string ApiVersion = "7.4";

    public string Id => keyPath;

    public async ValueTask<WrappedKey> Wrap(ReadOnlyMemory<byte> key, CancellationToken cancellation) =>
        new(keyPath, await Call(keyPath, "wrapkey", key, cancellation));

    public ValueTask<byte[]> Unwrap(WrappedKey wrapped, CancellationToken cancellation) => Call(wrapped.KeyId, "unwrapkey", wrapped.Bytes, cancellation);

    private async ValueTask<byte[]> Call(string key, string operation, ReadOnlyMemory<byte> value, CancellationToken cancellation)
    {
        AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellation);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(vault, $"keys/{key}/{operation}?api-version={ApiVersion}"))
        {
            Content = JsonContent.Create(new KeyOperation(Algorithm, Encode(value.Span))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            // The body of a refusal names the key, never its content; still only the status is worth a log line.
            throw new HttpRequestException($"Key Vault answered {(int)response.StatusCode} to {operation} with key {key}.", null, response.StatusCode);
        }

        KeyResult result = await response.Content.ReadFromJsonAsync<KeyResult>(cancellation)
            ?? throw new HttpRequestException($"Key Vault answered {operation} with an empty body.");
        return Decode(result.Value);
    }

    private static string Encode(ReadOnlySpan<byte> value) => System.Buffers.Text.Base64Url.EncodeToString(value);

    private static byte[] Decode(string value) => System.Buffers.Text.Base64Url.DecodeFromChars(value);

    private sealed record KeyOperation([property: JsonPropertyName("alg")] string Algorithm, [property: JsonPropertyName("value")] string Value);

    private sealed record KeyResult([property: JsonPropertyName("value")] string Value);
}
