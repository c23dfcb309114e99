namespace Boai.Tests.Functions.Support;

/// <summary>The store that these tests share; each test keeps to names of its own.</summary>
internal static class Azurite
{
    public static string Connection
    {
        get
        {
            string? connection = Environment.GetEnvironmentVariable("BOAI_TEST_STORAGE");
            Assert.SkipWhen(connection is null, "BOAI_TEST_STORAGE names no Azurite.");
            return connection!;
        }
    }
}
