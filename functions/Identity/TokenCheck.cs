namespace Boai.Functions.Identity;

/// <summary>What a bearer token proved.</summary>
public abstract record TokenCheck
{
    private TokenCheck() { }

    public sealed record Valid(Caller Caller) : TokenCheck;

    /// <summary>It was good once.</summary>
    public sealed record Expired : TokenCheck;

    /// <summary>Not ours, tampered with, unsigned, or without the claims that it needs.</summary>
    public sealed record Invalid : TokenCheck;
}

/// <summary>One issuer whose tokens are accepted.</summary>
public interface ITokenSource
{
    /// <summary>Whether tokens that name this issuer are this source's to judge.</summary>
    bool Issues(string issuer);

    Task<TokenCheck> Check(string token, CancellationToken cancellation);
}
