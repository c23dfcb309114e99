using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.DonationIntent.IntentEntry;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.DonationIntent.IntentCommand;
using IntentStanding = Boai.Workflows.DonationIntent.IntentStanding;
using StandingOfDonor = Boai.Workflows.OrganDonation.IntentStanding;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>The withdrawal dialogue, the refusal and what LIFE-02 is told: ODR 9; CQ-BODY 14, 16; U-04; I-19.</summary>
public sealed class IntentRegisterTests
{
    private static readonly WillEvidence Will = new(WillForm.Electronic, Digest);

    [Theory]
    [InlineData(WithdrawalChoice.RegistrationOnly, IntentState.Withdrawn, IntentStanding.None)]
    [InlineData(WithdrawalChoice.Refusal, IntentState.Refused, IntentStanding.Refused)]
    [InlineData(null, IntentState.WithdrawnUnstated, IntentStanding.WithdrawnSilently)]
    public void The_dialogue_has_three_outcomes(WithdrawalChoice? answer, IntentState state, IntentStanding standing)
    {
        IntentEntry entry = Effective(BodyOnly).Later(30).Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, answer));

        Assert.Equal(state, WithdrawalDialogue.Outcome(answer));
        Assert.Equal(state, entry.State);
        Assert.All(Enum.GetValues<IntentGroup>(), group => Assert.Equal(standing, IntentRegister.StandingAt([entry.Facts], group, entry.Now)));
        Assert.Null(entry.Facts.Form);
        Assert.Null(entry.Facts.Card);
    }

    [Fact]
    public void The_standing_is_that_of_the_group_and_of_the_instant()
    {
        IntentEntry entry = Effective(BodyOnly);
        entry.Do(Head, new CaseCommand.PlaceLegalHold("audit")); // keeps the past readable
        entry.Later(10).Do(Holder, new Change(Form(), HolderVoice.ByLogin));
        entry.Later(10).Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, null));

        Assert.Equal(IntentStanding.None, At(-1, IntentGroup.Body));
        Assert.Equal(IntentStanding.Valid, At(0, IntentGroup.Body));
        Assert.Equal(IntentStanding.None, At(9, IntentGroup.Organs));
        Assert.Equal(IntentStanding.Valid, At(10, IntentGroup.Organs));
        Assert.Equal(IntentStanding.WithdrawnSilently, At(20, IntentGroup.Organs));

        IntentStanding At(int days, IntentGroup group) => IntentRegister.StandingAt([entry.Facts], group, Start.AddDays(days));
    }

    [Theory]
    [InlineData(null, IntentStanding.WithdrawnSilently)]
    [InlineData(WithdrawalChoice.RegistrationOnly, IntentStanding.None)]
    public void A_group_left_out_of_a_change_is_a_withdrawal_of_that_group(WithdrawalChoice? dropped, IntentStanding organs)
    {
        IntentEntry entry = Effective().Later(1).Do(Holder, new Change(Form(BodyOnly), HolderVoice.ByLogin, dropped));

        Assert.Equal(organs, IntentRegister.StandingAt([entry.Facts], IntentGroup.Organs, entry.Now));
        Assert.Equal(IntentStanding.Valid, IntentRegister.StandingAt([entry.Facts], IntentGroup.Body, entry.Now));
        Assert.Equal(IntentProblems.DroppedChoice, entry.Refuses(Holder, new Change(Form(), HolderVoice.ByLogin, WithdrawalChoice.Refusal)));
        Assert.Equal(IntentProblems.NothingChanged, entry.Refuses(Holder, new Change(Form(BodyOnly), HolderVoice.ByLogin)));
    }

    [Fact]
    public void I_19_a_refusal_bars_until_it_is_lifted_expressly()
    {
        IntentEntry refusal = Refusal();
        Assert.Equal(IntentStanding.Refused, IntentRegister.StandingAt([refusal.Facts], IntentGroup.Organs, Start));
        Assert.Equal(IntentProblems.RefusalStands, Problem(TryOpen(Form(), known: refusal.File)));

        Actor officer = Officer;
        Assert.Equal(IntentProblems.VoiceEvidence, refusal.Refuses(officer, new LiftRefusal(new HolderVoice(VoiceMeans.PhoneChecked, "call-1"), Will)));
        Assert.Equal(IntentProblems.VoiceEvidence, refusal.Refuses(
            officer, new LiftRefusal(new HolderVoice(VoiceMeans.InPerson), Will with { Form = WillForm.Written })));
        Assert.Equal(IntentProblems.NotTheHolder, refusal.Refuses(officer, new LiftRefusal(HolderVoice.ByLogin, Will)));
        Assert.Null(refusal.File.Head.KeepUntil); // a bar is never destroyed

        refusal.Later(5).Do(Holder, new LiftRefusal(HolderVoice.ByLogin, Will));
        Assert.Equal(IntentStanding.None, IntentRegister.StandingAt([refusal.Facts], IntentGroup.Organs, refusal.Now));
        Assert.Equal(IntentStanding.Refused, IntentRegister.StandingAt([refusal.Facts], IntentGroup.Organs, refusal.Now.AddTicks(-1)));

        IntentEntry anew = Effective(at: refusal.Now.AddDays(1), known: refusal.File);
        Assert.Equal(IntentStanding.Valid, IntentRegister.StandingAt([refusal.Facts, anew.Facts], IntentGroup.Organs, anew.Now));
        refusal.Later(9).Do(Holder, new Refuse(HolderVoice.ByLogin));
        Assert.Equal(IntentStanding.Refused, IntentRegister.StandingAt([anew.Facts, refusal.Facts], IntentGroup.Organs, refusal.Now));
    }

    [Fact]
    public void A_refusal_told_elsewhere_between_form_and_check_keeps_the_form_from_taking_effect()
    {
        IntentEntry entry = Open();
        Assert.Equal(IntentProblems.RefusalStands, entry.Refuses(Officer, new CheckForm(IdentityMeans.RealNameCheck, RefusedElsewhere: true)));
        Assert.Equal(IntentState.Registering, entry.State);
    }

    [Fact]
    public void A_person_has_one_entry_at_a_time_and_a_new_intent_answers_a_bare_withdrawal_for_its_groups()
    {
        IntentEntry first = Effective();
        Assert.Equal(IntentProblems.RegisteredAlready, Problem(TryOpen(Form(), known: first.File)));
        Assert.Equal(IntentProblems.OtherPerson, Problem(TryOpen(Form(), known: first.File with { Facts = new IntentFacts("somebody-else") })));
        first.Later(3).Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, null));

        IntentEntry second = Effective(BodyOnly, first.Now.AddDays(1), first.File);

        Assert.Equal(IntentStanding.Valid, IntentRegister.StandingAt([first.Facts, second.Facts], IntentGroup.Body, second.Now));
        Assert.Equal(IntentStanding.WithdrawnSilently, IntentRegister.StandingAt([first.Facts, second.Facts], IntentGroup.Organs, second.Now));
        first.Later(30).Do(Holder, new StateRegistrationOnly(HolderVoice.ByLogin));
        Assert.Equal(IntentStanding.None, IntentRegister.StandingAt([second.Facts, first.Facts], IntentGroup.Organs, first.Now));
    }

    [Fact]
    public void Nobody_but_the_holder_speaks_and_what_an_officer_takes_down_needs_its_proof()
    {
        IntentEntry entry = Effective();
        Actor relative = new("wife-of-subject-1", Boai.Workflows.Cases.Roles.Public, Yuzhong);
        Assert.Equal(IntentProblems.NotTheHolder, entry.Refuses(relative, new WithdrawIntent(HolderVoice.ByLogin, null)));
        Assert.Equal(IntentProblems.NotTheHolder, entry.Refuses(Officer, new WithdrawIntent(HolderVoice.ByLogin, null)));
        Assert.Equal(IntentProblems.VoiceEvidence, entry.Refuses(Officer, new WithdrawIntent(new HolderVoice(VoiceMeans.PhoneChecked), null)));
        entry.Do(Officer, new WithdrawIntent(new HolderVoice(VoiceMeans.PhoneChecked, "call-7"), null));
        Assert.Equal("call-7", entry.Facts.LastVoice!.EvidenceId);
    }

    [Fact]
    public void One_intent_is_carried_out_group_by_group_and_lapses_or_lives_again_with_its_holder()
    {
        IntentEntry entry = In(IntentState.Executed);
        Assert.Equal(IntentStanding.None, IntentRegister.StandingAt([entry.Facts], IntentGroup.Organs, entry.Now));
        Assert.Equal(IntentStanding.Valid, IntentRegister.StandingAt([entry.Facts], IntentGroup.Cornea, entry.Now));
        Assert.Equal(IntentProblems.Donation, entry.Refuses(Actor.System, new MarkExecuted(Number(7, "ODW"))));
        Assert.Equal(IntentProblems.Donation, entry.Refuses(Actor.System, new MarkExecuted(Number(7, "HRA"))));
        entry.Do(Actor.System, new MarkExecuted(Number(7, "COR")));
        Assert.Equal(IntentStanding.None, IntentRegister.StandingAt([entry.Facts], IntentGroup.Cornea, entry.Now));
        Assert.Equal(new DateOnly(2036, 3, 2), entry.File.Head.KeepUntil);

        IntentEntry lapsed = In(IntentState.Lapsed);
        Assert.Equal(IntentStanding.None, IntentRegister.StandingAt([lapsed.Facts], IntentGroup.Body, lapsed.Now));
        Assert.Equal(CaseProblems.ReasonRequired, lapsed.Refuses(Head, new Shell(new CaseCommand.Reopen("death-reported-wrongly"))));
        lapsed.Do(Head, new CaseCommand.Reopen("death-reported-wrongly"), Note);
        Assert.Equal(IntentStanding.Valid, IntentRegister.StandingAt([lapsed.Facts], IntentGroup.Body, lapsed.Now));
    }

    [Fact]
    public void What_is_withdrawn_is_erased_at_once_and_under_a_legal_hold_when_it_is_lifted()
    {
        IntentEntry entry = Effective().Do(Head, new CaseCommand.PlaceLegalHold("audit"));
        entry.Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, WithdrawalChoice.RegistrationOnly));
        Assert.NotNull(entry.Facts.Form);
        entry.Do(Head, new CaseCommand.LiftLegalHold("audit"));
        Assert.Null(entry.Facts.Form);
        Assert.Equal([StatementKind.Withdrawn], entry.Facts.Statements.Select(said => said.Kind));
        Assert.Equal(new DateOnly(2036, 3, 2), entry.File.Head.KeepUntil);
        Assert.Null(In(IntentState.WithdrawnUnstated).File.Head.KeepUntil);
        Assert.Equal(new DateOnly(2026, 4, 1), In(IntentState.NotRegistered).File.Head.KeepUntil);
    }

    [Theory]
    [InlineData(IntentState.Effective, true)]
    [InlineData(IntentState.Withdrawn, true)]
    [InlineData(IntentState.WithdrawnUnstated, false)]
    [InlineData(IntentState.Refused, false)]
    [InlineData(IntentState.RefusalLifted, true)]
    public void G2_of_a_donor_case_is_open_or_shut_by_what_the_register_says(IntentState state, bool open)
    {
        IntentEntry entry = In(state);
        IntentStanding standing = IntentRegister.StandingAt([entry.Facts], IntentGroup.Organs, entry.Now);
        OrganFacts donor = Ready with { Register = new RegisterReading(At(-1), Enum.Parse<StandingOfDonor>($"{standing}")) };

        Assert.Equal(open, WitnessGates.AllHold(donor, Law, Six));
    }

    [Fact]
    public void Register_and_donor_case_speak_of_the_standing_in_the_same_words()
        => Assert.Equal(Enum.GetNames<StandingOfDonor>(), Enum.GetNames<IntentStanding>());

    private static string Problem(CaseOutcome<IntentFacts> outcome) => Assert.IsType<CaseOutcome<IntentFacts>.Refused>(outcome).Problem.Code;
}
