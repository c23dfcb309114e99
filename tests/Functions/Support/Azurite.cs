using Boai.Localhost.Testing;
using Boai.Tests.Support;

namespace Boai.Tests.Functions.Support;

/// <summary>The store that these tests share; each test keeps to names of its own.</summary>
internal static class Azurite
{
    private static readonly Lazy<string> Account = new(() => AzuriteFixture.Shared.GetAwaiter().GetResult().NewAccount());

    public static string Connection => Account.Value;
}
