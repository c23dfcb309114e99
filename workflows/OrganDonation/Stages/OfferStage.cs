using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.OrganDonation.OrganFact;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.OrganDonation.OrganFacts, Boai.Workflows.OrganDonation.OrganFact>;

namespace Boai.Workflows.OrganDonation;

/// <summary>LIFE-07: offers in waves, and who may not witness (handbook §7.3.4, DL-02).</summary>
internal static class OfferStage
{
    public static CaseProblem? OfferWave(Ledger ledger, OrganCommand.OfferWave it)
    {
        if (WitnessOffers.NextWaveAt(ledger.Facts, ledger.Law(), ledger.Deciding.Policy) is not { } due || ledger.Deciding.At < due)
        {
            return CaseProblem.Of(CaseProblems.NotDue);
        }

        int wave = WitnessOffers.NextWave(ledger.Facts, ledger.Deciding.Policy, ledger.Deciding.At);
        Witness[] asked = WitnessOffers.IsLed(wave)
            ? []
            : [.. WitnessOffers.Choose(it.Roster, wave, ledger.Facts, ledger.Law(), ledger.Deciding)];
        HeadChange[] tasks = WitnessOffers.IsLed(wave) ? [.. ledger.Closing(TaskKinds.AssignWitness), LeaderTask(ledger, wave)] : [];
        ledger.Record(new WaveOpened(wave, asked), tasks);
        return null;
    }

    public static CaseProblem? Answer(Ledger ledger, OrganCommand.AnswerOffer it)
    {
        string staffId = ledger.Deciding.Actor.StaffId;
        if (ledger.Facts.Witnesses.FirstOrDefault(witness => witness.StaffId == staffId) is not { Stage: WitnessStage.Offered } offered
            || ledger.Deciding.At >= offered.AnswerBy)
        {
            return CaseProblem.Of(OrganProblems.OfferGone);
        }

        if (it.Accepts && WitnessOffers.IsFilled(ledger.Facts, ledger.Law()))
        {
            return CaseProblem.Of(OrganProblems.WitnessesFilled);
        }

        ledger.Record(new OfferAnswered(staffId, it.Accepts));
        AfterAnAcceptance(ledger);
        return null;
    }

    /// <summary>After waves without enough answers, or when somebody fails: a person names a person who has agreed.</summary>
    public static CaseProblem? Assign(Ledger ledger, OrganCommand.AssignWitness it)
    {
        WitnessBar[] bars = [.. WitnessOffers.BarsOf(it.Card, ledger.Facts, ledger.Law(), ledger.Deciding).Except([WitnessBar.AlreadyAsked])];
        CaseProblem? problem = ledger.Facts.Notices is [] ? CaseProblem.Of(OrganProblems.NoNotice)
            : bars is not [] ? CaseProblem.On("card", OrganProblems.Barred, ("bars", string.Join(' ', bars)))
            : ledger.Facts.Witnesses.Any(witness => witness.StaffId == it.Card.StaffId && witness.IsAssigned()) ? CaseProblem.Of(OrganProblems.DoneAlready)
            : null;
        if (problem is not null)
        {
            return problem;
        }

        DateTimeOffset at = ledger.Deciding.At;
        Witness named = new(it.Card.StaffId, it.Card.Origin, it.Card.LicenceValidTo, Wave: 0, WitnessStage.Accepted, at, at);
        ledger.Record(new WitnessAssigned(named));
        AfterAnAcceptance(ledger);
        return null;
    }

    // R01 once enough have accepted; whoever has not answered by then is let go.
    private static void AfterAnAcceptance(Ledger ledger)
    {
        if (!WitnessOffers.IsFilled(ledger.Facts, ledger.Law()))
        {
            return;
        }

        foreach (Witness left in ledger.Facts.Witnesses.Where(witness => witness.Stage == WitnessStage.Offered))
        {
            ledger.Record(new WitnessStaged(left.StaffId, WitnessStage.Released));
        }

        ledger.Record(new SignalGiven(SignalKind.WitnessesAssigned, CauseCode: null), [.. ledger.Closing(TaskKinds.AssignWitness)]);
    }

    private static HeadChange.TaskOpened LeaderTask(Ledger ledger, int wave)
    {
        StateClock clock = ledger.Deadlines().Clock(PolicyKeys.OrganOfferAcceptMin, ledger.Deciding.At);
        string role = wave == WitnessOffers.DutyLeaderWave ? Roles.DutyLead : Roles.CityHead;
        return new(OrganStations.Task(TaskKinds.AssignWitness, [role], UnitCode.City, ledger.NextSeq, clock));
    }
}
