using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.DonationIntent;

/// <summary>What a form must say, whoever files it (handbook §7.2, F-01).</summary>
public static class IntentRules
{
    /// <summary>Value of <c>intent.limitedCapacity</c> that lets the body be registered after a legal review; any other value lets nothing.</summary>
    public const string BodyOnlyAfterLegalReview = "bodyOnlyAfterLegalReview";

    private const int DigestLength = 64;

    /// <summary>Whether the holder is of age on a day, by the policy's convention (CC 17; ODR 9; U-07).</summary>
    /// <param name="bornOn">Looked at and not kept.</param>
    public static CaseProblem? CheckAge(DateOnly bornOn, DateOnly on, CasePolicy policy)
    {
        AgeConvention convention = Enum.Parse<AgeConvention>(policy.For(PolicyKeys.IntentAgeConvention).Text(), ignoreCase: true);
        int years = policy.For(PolicyKeys.IntentAgeMin).Count();
        bool ofAge = bornOn <= on && Age.At(bornOn, on, convention) >= years;
        return ofAge || policy.For(PolicyKeys.IntentMinorsAllowed).Flag()
            ? null
            : CaseProblem.On("bornOn", IntentProblems.Minor, ("years", $"{years}"));
    }

    /// <summary>The first thing that is wrong with a form, or null.</summary>
    public static CaseProblem? CheckForm(IntentForm form, CasePolicy policy)
        => CheckScopes(form.Scopes) ?? CheckCapacity(form, policy) ?? CheckWill(form.Will, form.Channel) ?? CheckConsents(form) ?? CheckExecutor(form)
            ?? (form is { Channel: IntentChannel.Event, CompletedAlone: false } ? CaseProblem.On("completedAlone", IntentProblems.NotAlone)
                : form.Scopes.Body && !form.BodyAdviceGiven ? CaseProblem.On("bodyAdviceGiven", IntentProblems.BodyAdvice)
                : null);

    /// <summary>A will is in writing or a testament (ODR 9, CC 1006); a reliable electronic signature is writing, but makes no testament (ESIGN 3).</summary>
    public static CaseProblem? CheckWill(WillEvidence will, IntentChannel channel)
        => will.Digest.Length != DigestLength || !will.Digest.All(char.IsAsciiHexDigitLower) ? CaseProblem.On("will", IntentProblems.WillDigest)
            : (channel == IntentChannel.Network) != (will.Form == WillForm.Electronic) ? CaseProblem.On("will", IntentProblems.WillForm)
            : null;

    /// <summary>What must be among the documents before a form takes effect: the executor's consent, the guardian's.</summary>
    public static CaseProblem? CheckDocuments(IntentForm form, CaseHead head)
        => form.Executor is { } executor && !IntentDocuments.Has(head, executor.ConsentDocumentId, IntentDocuments.ExecutorConsent)
            ? CaseProblem.On("executor", IntentProblems.ExecutorConsent)
            : form.Capacity == CivilCapacity.Limited && !IntentDocuments.Has(head, form.GuardianConsentDocumentId, IntentDocuments.GuardianConsent)
                ? CaseProblem.On("guardianConsentDocumentId", IntentProblems.GuardianConsent)
                : null;

    private static CaseProblem? CheckScopes(IntentScopes scopes)
        => scopes.Groups is [] || !scopes.IsWellFormed ? CaseProblem.On("scopes", IntentProblems.Scopes) : null;

    private static CaseProblem? CheckCapacity(IntentForm form, CasePolicy policy)
    {
        if (form.Capacity == CivilCapacity.Full)
        {
            return null;
        }

        if (form.Capacity != CivilCapacity.Limited)
        {
            return CaseProblem.On("capacity", IntentProblems.NoCapacity);
        }

        IntentGroup[] open = policy.For(PolicyKeys.IntentLimitedCapacity).Text() == BodyOnlyAfterLegalReview ? [IntentGroup.Body] : [];
        IntentGroup[] closed = [.. form.Scopes.Groups.Except(open)];
        return closed is not [] ? CaseProblem.On("scopes", IntentProblems.LimitedCapacity, ("groups", string.Join(' ', closed)))
            : form.GuardianConsentDocumentId is null ? CaseProblem.On("guardianConsentDocumentId", IntentProblems.GuardianConsent)
            : null;
    }

    // One standing consent for each group and none for a group that nothing is donated of: data is not processed on supply.
    private static CaseProblem? CheckConsents(IntentForm form)
    {
        IntentGroup[] given = [.. form.Consents.Where(consent => consent.WithdrawnAt is null).Select(consent => consent.Group).Order()];
        return given.SequenceEqual(form.Scopes.Groups.Order())
            && form.Consents.Select(consent => consent.Id).Distinct(StringComparer.Ordinal).Count() == form.Consents.Count
                ? null
                : CaseProblem.On("consents", IntentProblems.Consents, ("groups", string.Join(' ', form.Scopes.Groups)));
    }

    private static CaseProblem? CheckExecutor(IntentForm form)
        => form.Executor is null != form.NoExecutorYet || form.Executor is { Kind: ExecutorKind.NaturalPerson, FullCapacity: false }
            ? CaseProblem.On("executor", IntentProblems.Executor)
            : null;
}
