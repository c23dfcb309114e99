using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.DonationIntent.IntentEntry;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>Who may register what, and how: ODR 2, 9; CC 1006; CQ-BODY 10–12, 15; ESIGN 3; U-03.</summary>
public sealed class IntentFormTests
{
    // Born on 2 March 2008: eighteen from the day after the birthday, by the shipped convention.
    [Theory]
    [InlineData("2026-03-01T16:00:00Z", false)] // the birthday itself, 00:00 in Beijing
    [InlineData("2026-03-02T15:59:59Z", false)]
    [InlineData("2026-03-02T16:00:00Z", true)]
    public void A_minor_cannot_register_and_is_none_from_the_day_after_the_eighteenth_birthday(string at, bool ofAge)
    {
        CaseOutcome<IntentFacts> outcome = TryOpen(Form(), born: new DateOnly(2008, 3, 2), at: Instant(at));

        Assert.Equal(ofAge ? null : IntentProblems.Minor, CodeOf(outcome));
    }

    [Theory]
    [InlineData("2026-03-01T15:59:59Z", false)]
    [InlineData("2026-03-01T16:00:00Z", true)]
    public void A_branch_may_count_from_the_birthday_itself(string at, bool ofAge)
    {
        PolicyPack pack = PolicyPack.Default.With(PolicyDocument.Parse("""
            { "version": "cq-1", "settings": [ { "key": "intent.age.convention", "unit": "text", "values": [
              { "from": "2018-01-01", "value": "onBirthday", "source": "design", "reference": "test", "approver": "执委会" } ] } ] }
            """));
        CasePolicy policy = new(new PolicyStamp(pack.Version, new DateOnly(2026, 3, 1)), [pack]);

        Assert.Equal(
            ofAge ? null : IntentProblems.Minor,
            IntentRules.CheckAge(new DateOnly(2008, 3, 2), ChinaCalendar.DateOf(Instant(at)), policy)?.Code);
    }

    [Fact]
    public void Somebody_not_yet_born_is_a_minor()
        => Assert.Equal(IntentProblems.Minor, CodeOf(TryOpen(Form(), born: new DateOnly(2027, 1, 1))));

    [Fact]
    public void Limited_capacity_registers_the_body_alone_with_the_guardians_consent_and_after_a_legal_review()
    {
        IntentScopes[] closed =
        [
            Everything, new(AllOrgans: false, [OrganKind.Kidney], Body: true, Cornea: false, OtherTissue: false),
            new(AllOrgans: false, [], Body: false, Cornea: true, OtherTissue: false),
        ];
        Assert.All(closed, scopes => Assert.Equal(
            IntentProblems.LimitedCapacity, CodeOf(TryOpen(Form(scopes, capacity: CivilCapacity.Limited)))));
        Assert.Equal(
            IntentProblems.GuardianConsent,
            CodeOf(TryOpen(Form(BodyOnly, capacity: CivilCapacity.Limited) with { GuardianConsentDocumentId = null })));
        Assert.Equal(IntentProblems.NoCapacity, CodeOf(TryOpen(Form(BodyOnly, capacity: CivilCapacity.None))));

        IntentEntry unsigned = Open(Form(BodyOnly, capacity: CivilCapacity.Limited));
        Assert.Equal(IntentProblems.GuardianConsent, unsigned.Refuses(Officer, new CheckForm(IdentityMeans.RealNameCheck, false)));

        IntentEntry reviewed = In(IntentState.LegalReview);
        Assert.Empty(reviewed.Facts.Statements);
        Assert.Equal(CaseProblems.DocumentUnknown, reviewed.Refuses(Head, new ClearReview("doc-opinion", false)));
        reviewed.Do(Head, new CaseCommand.AttachDocument("doc-opinion", IntentDocuments.LegalOpinion));
        Assert.Equal(IntentProblems.RefusalStands, reviewed.Refuses(Head, new ClearReview("doc-opinion", true)));
        reviewed.Do(Head, new ClearReview("doc-opinion", false));
        Assert.Equal(IntentState.Effective, reviewed.State);
        Assert.Equal(
            IntentProblems.LimitedCapacity,
            reviewed.Refuses(Holder, new Change(Form(Everything, capacity: CivilCapacity.Limited), HolderVoice.ByLogin)));
        Assert.Equal(IntentProblems.LimitedCapacity, reviewed.Refuses(Holder, new Change(Form(Everything), HolderVoice.ByLogin)));
    }

    public static TheoryData<string, string> Faults { get; } = new(
        ("scopes-none", IntentProblems.Scopes), ("scopes-twice", IntentProblems.Scopes), ("scopes-both", IntentProblems.Scopes),
        ("consent-missing", IntentProblems.Consents), ("consent-surplus", IntentProblems.Consents), ("consent-withdrawn", IntentProblems.Consents),
        ("digest", IntentProblems.WillDigest), ("testament-online", IntentProblems.WillForm), ("electronic-paper", IntentProblems.WillForm),
        ("not-alone", IntentProblems.NotAlone), ("no-advice", IntentProblems.BodyAdvice),
        ("no-executor", IntentProblems.Executor), ("executor-and-none", IntentProblems.Executor), ("executor-incapable", IntentProblems.Executor));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_form_with_one_fault_is_refused_for_it(string fault, string code)
    {
        IntentForm form = Form();
        IntentForm wrong = fault switch
        {
            "scopes-none" => Form(new IntentScopes(false, [], false, false, false)),
            "scopes-twice" => Form(new IntentScopes(false, [OrganKind.Liver, OrganKind.Liver], false, false, false)),
            "scopes-both" => Form(new IntentScopes(true, [OrganKind.Liver], false, false, false)),
            "consent-missing" => form with { Consents = [.. form.Consents.Skip(1)] },
            "consent-surplus" => Form(BodyOnly) with { Consents = form.Consents },
            "consent-withdrawn" => form with { Consents = [form.Consents[0] with { WithdrawnAt = Start }, .. form.Consents.Skip(1)] },
            "digest" => form with { Will = form.Will with { Digest = "abc" } },
            "testament-online" => form with { Will = form.Will with { Form = WillForm.Testament } },
            "electronic-paper" => Form(channel: IntentChannel.Office) with { Will = form.Will },
            "not-alone" => Form(channel: IntentChannel.Event) with { CompletedAlone = false },
            "no-advice" => form with { BodyAdviceGiven = false },
            "no-executor" => form with { NoExecutorYet = false },
            "executor-and-none" => form with { Executor = new IntentExecutor(ExecutorKind.NursingHome, "p", true, "d") },
            _ => form with { NoExecutorYet = false, Executor = new IntentExecutor(ExecutorKind.NaturalPerson, "p", FullCapacity: false, "d") },
        };

        Assert.Equal(code, CodeOf(TryOpen(wrong)));
        Assert.Null(CodeOf(TryOpen(form)));
    }

    [Fact]
    public void An_executors_consent_is_signed_before_the_intent_takes_effect()
    {
        IntentForm form = Form() with { NoExecutorYet = false, Executor = new IntentExecutor(ExecutorKind.WorkUnit, "unit-1", false, "doc-exec") };
        IntentEntry entry = Open(form);
        Assert.Equal(IntentProblems.ExecutorConsent, entry.Refuses(Officer, new CheckForm(IdentityMeans.RealNameCheck, false)));

        entry.Do(Holder, new CaseCommand.AttachDocument("doc-exec", IntentDocuments.ExecutorConsent)).Do(Officer, new CheckForm(IdentityMeans.RealNameCheck, false));
        Assert.Equal(IntentState.Effective, entry.State);
        Assert.Equal($"{Number(1)}-01", entry.Facts.Card!.Number);
        entry.Do(Holder, new Change(Form(BodyOnly), HolderVoice.ByLogin, WithdrawalChoice.RegistrationOnly));
        Assert.Equal(($"{Number(1)}-02", 2), (entry.Facts.Card!.Number, entry.Facts.Card.Edition));
    }

    [Fact]
    public void An_officer_files_no_form_without_the_signed_original_and_a_home_visit_takes_two()
    {
        IntentEntry entry = Open(Form(channel: IntentChannel.HomeVisit), Officer);
        Assert.Equal(IntentProblems.IdentityUnchecked, entry.Refuses(Officer, new CheckForm(IdentityMeans.RealNameCheck, false)));
        entry.Do(Holder, new CaseCommand.AttachDocument("doc-id", IntentDocuments.Identity)).Do(Officer, new CaseCommand.SightDocument("doc-id"));
        Assert.Equal(IntentProblems.SignedOriginal, entry.Refuses(Officer, new CheckForm(IdentityMeans.OriginalSighted, false)));
        entry.Do(Holder, new CaseCommand.AttachDocument("doc-form", IntentDocuments.SignedForm));
        Assert.Equal(IntentProblems.SignedOriginal, entry.Refuses(Officer, new CheckForm(IdentityMeans.OriginalSighted, false)));
        entry.Do(Officer, new CaseCommand.SightDocument("doc-form"));
        Assert.Equal(IntentProblems.NotChecked, entry.Refuses(Second, new ConfirmCheck(false)));

        entry.Do(Officer, new CheckForm(IdentityMeans.OriginalSighted, false));
        Assert.Equal(IntentState.Registering, entry.State);
        Assert.Equal(IntentProblems.CheckedAlready, entry.Refuses(Second, new CheckForm(IdentityMeans.OriginalSighted, false)));
        Assert.Equal(IntentProblems.SamePerson, entry.Refuses(Officer, new ConfirmCheck(false)));
        Assert.Equal(IntentProblems.RefusalStands, entry.Refuses(Second, new ConfirmCheck(true)));
        entry.Do(Second, new ConfirmCheck(false));
        Assert.Equal(IntentState.Effective, entry.State);
    }

    [Fact]
    public void A_consent_to_data_processing_and_an_intent_are_two_things()
    {
        IntentEntry entry = Effective().Do(Holder, new WithdrawDataConsent("consent-Body", HolderVoice.ByLogin));
        Assert.Equal(IntentState.Effective, entry.State);
        Assert.Equal(entry.Now, entry.Facts.Form!.Consents.Single(consent => consent.Group == IntentGroup.Body).WithdrawnAt);
        Assert.Equal(IntentProblems.ConsentUnknown, entry.Refuses(Holder, new WithdrawDataConsent("consent-Body", HolderVoice.ByLogin)));

        IntentEntry unchecked_ = Open().Do(Holder, new WithdrawDataConsent("consent-Body", HolderVoice.ByLogin));
        Assert.Equal(IntentProblems.Consents, unchecked_.Refuses(Officer, new CheckForm(IdentityMeans.RealNameCheck, false)));
    }

    [Fact]
    public void Persons_count_once_per_metric_and_period()
    {
        Assert.Equal([IntentContributions.Organs, IntentContributions.BodyOrCornea], IntentContributions.Of([], Everything.Groups, []));
        Assert.Equal([IntentContributions.BodyOrCornea], IntentContributions.Of([], BodyOnly.Groups, []));
        Assert.Equal([IntentContributions.Organs], IntentContributions.Of(BodyOnly.Groups, Everything.Groups, []));
        Assert.Empty(IntentContributions.Of([], Everything.Groups, [IntentContributions.Organs, IntentContributions.BodyOrCornea]));
        Assert.Empty(IntentContributions.Of([], [IntentGroup.OtherTissue], []));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string? CodeOf(CaseOutcome<IntentFacts> outcome) => (outcome as CaseOutcome<IntentFacts>.Refused)?.Problem.Code;
}
