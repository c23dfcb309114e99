using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Listener;

namespace Boai.Localhost.ServiceBus;

/// <summary>Checks the shared access signatures of put-token, and remembers which connections have shown one.</summary>
/// <remarks>
/// The time of expiry is signed but not compared: the broker's clock may run in virtual time, the client's does not.
/// </remarks>
internal sealed class SharedAccessTokens(string keyName, string key)
{
    private const string Authorized = "shared-access";

    /// <returns>Null if the token is good, else what is wrong with it.</returns>
    public string? Check(string? token)
    {
        const string Scheme = "SharedAccessSignature ";
        if (token is null || !token.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return "The token is not a SharedAccessSignature.";
        }

        Dictionary<string, string> fields = token[Scheme.Length..].Split('&')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        if (!fields.TryGetValue("sr", out string? audience) || !fields.TryGetValue("sig", out string? signature)
            || !fields.TryGetValue("se", out string? expiry) || !fields.TryGetValue("skn", out string? name))
        {
            return "The token lacks one of sr, sig, se, skn.";
        }

        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{audience}\n{expiry}"));
        return Uri.UnescapeDataString(name) == keyName
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(Convert.ToBase64String(expected)), Encoding.UTF8.GetBytes(Uri.UnescapeDataString(signature)))
                ? null
                : $"The signature does not fit the key '{keyName}'. Check SharedAccessKeyName and SharedAccessKey of the connection string.";
    }

    public static void Authorize(Connection connection)
    {
        IDictionary<string, object> properties = ((ListenerConnection)connection).Properties;
        lock (properties)
        {
            properties[Authorized] = true;
        }
    }

    /// <exception cref="ServiceBusFaultException">The connection has shown neither token nor password.</exception>
    public void RequireAuthorized(Connection connection, string address)
    {
        ListenerConnection listener = (ListenerConnection)connection;
        lock (listener.Properties)
        {
            if (listener.Principal is null && !listener.Properties.ContainsKey(Authorized))
            {
                throw new ServiceBusFaultException(
                    FaultCondition.Unauthorized, $"Unauthorized access to '{address}': put a token of the key '{keyName}' to $cbs first.");
            }
        }
    }
}
