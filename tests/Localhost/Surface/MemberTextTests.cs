namespace Boai.Tests.Localhost.Surface;

/// <summary>The comparison is worth what its reading of our own assemblies is worth.</summary>
public sealed class MemberTextTests
{
    [Fact]
    public void Members_are_written_as_their_source_says()
    {
        string[] expected =
        [
            "protected Sample(int count = 3)",
            "public abstract Task<string?> ReadAsync<T>(T? value = default, IReadOnlyDictionary<string, object?>? with = null, CancellationToken cancellation = default)",
            "public static implicit operator string(Sample sample)",
            "public string Text { get; init; }",
            "public virtual TimeSpan? Wait { get; protected set; }",
            "public const string Word = \"word\"",
            "public static readonly Sample? Nothing",
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), MemberText.Members(typeof(Sample)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kinds_and_bases_are_written_as_their_source_says()
    {
        Assert.Equal("abstract class", MemberText.Kind(typeof(Sample)));
        Assert.Equal(["IServiceProvider"], MemberText.Bases(typeof(Sample)));
        Assert.Equal("sealed record", MemberText.Kind(typeof(KnownType)));
        Assert.Equal("delegate bool (string name)", MemberText.Kind(typeof(Question)));
        Assert.Equal("Boai.Tests.Localhost.Surface.MemberTextTests.Sample", TypeText.FullName(typeof(Sample)));
    }

    public delegate bool Question(string name);

    public abstract class Sample : IServiceProvider
    {
        public const string Word = "word";

        public static readonly Sample? Nothing;

        protected Sample(int count = 3) => Text = new string('x', count);

        public string Text { get; init; }

        public virtual TimeSpan? Wait { get; protected set; }

        public static implicit operator string(Sample sample) => sample.Text;

        public abstract Task<string?> ReadAsync<T>(
            T? value = default, IReadOnlyDictionary<string, object?>? with = null, CancellationToken cancellation = default);

        object? IServiceProvider.GetService(Type serviceType) => null;
    }
}
