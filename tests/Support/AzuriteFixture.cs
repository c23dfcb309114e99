using Boai.Localhost.Testing;

[assembly: AssemblyFixture(typeof(Boai.Tests.Support.AzuriteFixture))]

namespace Boai.Tests.Support;

/// <summary>One Azurite for the whole test run, on free ports, started when the first test asks for it and gone afterwards.</summary>
/// <remarks>A test class takes it in its constructor. Each test takes a storage of its own with <see cref="NewAccountAsync"/>.</remarks>
public sealed class AzuriteFixture : IAsyncDisposable
{
    // One for the process: helpers that no test hands the fixture to reach the same emulator.
    private static readonly Lazy<Task<TestAzurite>> One = new(() => TestAzurite.StartAsync(onDisk: true));

    private readonly Lazy<Task<TestAzurite>> azurite = One;

    /// <summary>The same emulator, for helpers that are not test classes.</summary>
    internal static Task<TestAzurite> Shared => One.Value;

    /// <summary>The emulator, for tests that need more of it than a connection.</summary>
    public Task<TestAzurite> GetAsync() => azurite.Value;

    /// <summary>A connection string to a storage that no other test sees.</summary>
    public async Task<string> NewAccountAsync() => (await azurite.Value).NewAccount();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (azurite.IsValueCreated)
        {
            await (await azurite.Value).DisposeAsync();
        }
    }
}
