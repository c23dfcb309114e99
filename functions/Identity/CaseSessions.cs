using Boai.Functions.Vault;
using Boai.Workflows.Shared;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Boai.Functions.Identity;

/// <summary>Tokens that let an applicant follow one case for half an hour, given for a code sent to the phone.</summary>
public sealed class CaseSessions(PlatformKeys keys, TimeProvider time) : ITokenSource
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private const string Issuer = "urn:boai:case-session";
    private const string Audience = "urn:boai:api";
    private const string CaseClaim = "case";

    public bool Issues(string issuer) => issuer == Issuer;

    /// <returns>A bearer token for this case alone.</returns>
    public string Issue(SubjectId subject, CaseNumber number)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return TokenChecks.Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { [StaffClaims.Subject] = subject.Value, [CaseClaim] = number.Value },
            SigningCredentials = new SigningCredentials(Key(), SecurityAlgorithms.HmacSha256),
        });
    }

    public Task<TokenCheck> Check(string token, CancellationToken cancellation)
    {
        TokenValidationParameters parameters = TokenChecks.Parameters(Issuer, Audience, [SecurityAlgorithms.HmacSha256], time);
        parameters.IssuerSigningKey = Key();
        return TokenChecks.Judge(token, parameters, Read);
    }

    private SymmetricSecurityKey Key() => new(keys.For(KeyPurpose.CaseSessions));

    private static Caller? Read(JsonWebToken token) =>
        SubjectId.TryParse(token.Subject, out SubjectId? subject) && token.TryGetPayloadValue(CaseClaim, out string? text)
        && CaseNumber.TryParse(text, out CaseNumber? number, out _)
            ? new Caller.Applicant(subject, number)
            : null;
}
