using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using static Boai.Workflows.CorneaDonation.CorneaCommand;

namespace Boai.Tests.Workflows.CorneaDonation;

/// <summary>LIFE-04, handbook §7.5; DL-09; I-45.</summary>
public sealed class CorneaProcessTests
{
    private const int Seed = 20_260_602;
    private static readonly CaseNumber Number = CaseNumber.Create(CorneaProcess.Business, UnitCode.Parse("500103"), 2026, 9);
    private static readonly CasePolicy Policy = new(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 1, 1)), [PolicyPack.Default]);
    private static readonly Actor Desk = Person("desk-1", Roles.DutyDesk);
    private static readonly Actor Coordinator = Person("coord-1", Roles.Coordinator);
    private static readonly Actor Bank = Person("bank-1", Roles.ReceivingUnit);
    private static readonly Actor Officer = Person("officer-1", Roles.CityOfficer);
    private static readonly string[] Both = ["cornea-l", "cornea-r"];

    [Theory] // death in January or June, 8:00
    [InlineData(1, 6, false)] // the cold season: twelve hours
    [InlineData(1, 11.99, false)]
    [InlineData(1, 12, true)]
    [InlineData(6, 5.99, false)]
    [InlineData(6, 6, true)]
    public void Retrieval_after_the_hours_of_the_season_is_late_and_recorded_all_the_same(int month, double hours, bool late)
    {
        Corneas one = Sent(month).Do(13, Bank, new Retrieve(At(month, hours), Both, ShapeRestored: true));

        Assert.Equal(late, one.Facts.RetrievedLate);
        FileResult used = new(new TissueResult(1, 1, 0));
        if (late)
        {
            Assert.Equal(CorneaProblems.ResearchOnly, one.Refused(14, Bank, used));
            Assert.Equal(CorneaProblems.ResearchOnly, one.Refused(14, Bank, new FileResult(new TissueResult(0, 0, 2)))); // nobody agreed to research
            one.Do(14, Bank, new FileResult(new TissueResult(0, 2, 0)));
        }
        else
        {
            one.Do(14, Bank, used);
        }
    }

    [Fact] // donors and items apart
    public void One_donor_and_two_corneas_are_counted_apart_and_once()
    {
        Corneas one = Sent(6).Do(4, Bank, new Retrieve(At(6, 3), Both, ShapeRestored: true)).Do(200, Bank, new FileResult(new TissueResult(1, 1, 0)));
        Assert.Equal([("LIFE.CORNEA", 1L), ("LIFE.CORNEA_ITEM", 2L)], CorneaContributions.Of(one.File).Select(figure => (figure.Metric, figure.Quantity)));

        Corneas after = Sent(6, countedBefore: 2).Do(4, Bank, new Retrieve(At(6, 3), Both, ShapeRestored: true));
        Assert.Equal([("LIFE.CORNEA", 1L)], CorneaContributions.Of(after.File).Select(figure => (figure.Metric, figure.Quantity)));

        Corneas skin = Sent(6, "skin").Do(4, Bank, new Retrieve(At(6, 3), ["skin"], ShapeRestored: true));
        Assert.Empty(CorneaContributions.Of(skin.File));
    }

    [Theory]
    [InlineData(TissueBasis.Intent, TissueWill.Refused, CorneaProblems.Barred)]
    [InlineData(TissueBasis.Relatives, TissueWill.WithdrawnSilently, CorneaProblems.Barred)]
    [InlineData(TissueBasis.Intent, TissueWill.None, CorneaProblems.NoIntent)]
    [InlineData(TissueBasis.Relatives, TissueWill.None, CorneaProblems.PaperMissing)]
    public void Consent_is_the_intents_or_the_whole_familys(TissueBasis basis, TissueWill will, string problem) =>
        Assert.Equal(problem, Corneas.Open(6, Both, 0).Paper(CorneaDocuments.DeathCertificate).Refused(0.5, Coordinator, new Verify(basis, will, ForensicClear: true)));

    [Fact]
    public void Contra_indications_are_advice_and_the_eye_bank_decides()
    {
        Corneas one = Sent(6).Do(1, Coordinator, new NoteContraIndication(ContraIndication.AcuteHepatitis));
        Assert.Equal(CorneaState.Dispatched, one.State);
        Assert.Equal(CorneaProblems.DoneAlready, one.Refused(1, Coordinator, new NoteContraIndication(ContraIndication.AcuteHepatitis)));
        Assert.Equal(CorneaState.NotAccepted, one.Do(2, Bank, new DeclareEnd(TissueEnd.Unsuitable)).State);
    }

    [Theory]
    [InlineData("heart")]
    [InlineData("cornea-l,cornea-l")]
    [InlineData("cornea-l,skin")] // skin was not agreed to
    [InlineData("")]
    public void Only_what_was_agreed_to_is_retrieved_and_each_once(string items) => Assert.Equal(
        CorneaProblems.Items,
        Sent(6).Refused(4, Bank, new Retrieve(At(6, 3), items.Split(',', StringSplitOptions.RemoveEmptyEntries), ShapeRestored: true)));

    [Fact]
    public void The_eyes_shape_is_restored_before_anything_is_settled()
    {
        Corneas one = Sent(6);
        Assert.Equal(CorneaProblems.ShapeUnconfirmed, one.Refused(4, Bank, new Retrieve(At(6, 3), Both, ShapeRestored: false)));
        one.Do(4, Bank, new HearRetrieved("bank-a", At(6, 3), Both));
        Assert.Equal(CorneaProblems.DoneAlready, one.Refused(5, Bank, new HearRetrieved("bank-a", At(6, 3), Both)));
        Assert.Equal(CorneaProblems.OtherBank, one.Refused(5, Bank, new HearRetrieved("bank-b", At(6, 3), Both)));
        Assert.Equal(CorneaProblems.ShapeUnconfirmed, one.Refused(5, Bank, new FileResult(new TissueResult(2, 0, 0))));
        one.Do(5, Bank, new ConfirmShape());
        Assert.Equal(CorneaProblems.ResultSum, one.Refused(6, Bank, new FileResult(new TissueResult(2, 1, 0))));
        Assert.Equal(CorneaProblems.ResultSum, one.Refused(6, Bank, new FileResult(new TissueResult(3, -1, 0))));
        one.Do(6, Bank, new FileResult(new TissueResult(2, 0, 0))).Do(300, Officer, new CorneaCommand.Close());
        Assert.True(one.File.Head.IsOver);
    }

    [Fact]
    public void Too_late_for_transplantation_means_research_with_consent_or_nothing()
    {
        Corneas one = Corneas.Open(6, Both, 0).Paper(CorneaDocuments.DeathCertificate).Do(1, Coordinator, new Verify(TissueBasis.Intent, TissueWill.Valid, true));
        one.Do(6, Actor.System, new PassWindow());
        Assert.Equal(CaseProblems.NotDue, one.Refused(7, Actor.System, new PassWindow()));
        Assert.Equal(CorneaProblems.ResearchOnly, one.Refused(7, Desk, new DispatchBank("bank-a")));
        Assert.Equal(CaseProblems.DocumentUnknown, one.Refused(7, Coordinator, new AgreeToResearch("doc-none")));
        one.Paper(CorneaDocuments.ResearchConsent, "doc-research", 7).Do(7, Coordinator, new AgreeToResearch("doc-research")).Do(7, Desk, new DispatchBank("bank-a"));
        one.Do(9, Bank, new Retrieve(At(6, 8), Both, ShapeRestored: true)).Do(20, Bank, new FileResult(new TissueResult(0, 0, 2)));
        Assert.Equal(2, one.Facts.Result!.Research);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(6, false)] // where both ends are one, one call is enough
    public void In_the_cold_season_the_desk_is_told_twice(int month, bool best)
    {
        IReadOnlyList<ClockworkDue> due = CorneaSteps.StandingOf(Corneas.Open(month, Both, 0).File, Policy).Due;

        Assert.Equal(best ? [CorneaSteps.PassBest, CorneaSteps.PassWindow] : [CorneaSteps.PassWindow], due.Select(one => one.Step));
        Assert.Equal(At(month, best ? 12 : 6), due[^1].At);
    }

    [Fact] // I-07
    public void Every_act_stands_in_the_table_and_no_state_that_is_over_leads_out()
    {
        IEnumerable<string> own = typeof(CorneaCommand).GetNestedTypes().Where(type => type != typeof(Shell)).Select(type => type.Name);
        string[] shell = ["AttachDocument", "SightDocument", "PlaceLegalHold", "LiftLegalHold", "Recuse", "Remind", "Escalate"];
        Assert.Equal(own.Concat(shell).Order(StringComparer.Ordinal), CorneaTransitions.Table.Select(line => line.Act).Distinct().Order(StringComparer.Ordinal));
        Assert.All(CorneaTransitions.Table.Where(line => line.From.IsOver()), line => Assert.Equal([line.From], line.To));
    }

    [Fact] // I-07, I-08, I-09, I-45
    public void On_every_random_walk_the_table_holds_and_corneas_are_at_most_two_a_donor()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        HashSet<CorneaState> seen = [];
        for (int walk = 0; walk < 400; walk++)
        {
            Random random = new(Seed + walk);
            Corneas one = Corneas.Open(random.Next(1, 13), Both, 0);
            double hours = 0;
            for (int step = 0; step < 120 && !one.File.Head.IsOver; step++)
            {
                hours += random.NextDouble() * 0.4;
                (Actor actor, CorneaCommand command) = Any(random, one, hours);
                CorneaState before = one.State;
                if (CorneaProcess.Apply(one.File, command, one.By(actor, hours, "sealed")) is CaseOutcome<CorneaFacts>.Accepted)
                {
                    one.Do(hours, actor, command);
                    Assert.Contains(one.State, CorneaTransitions.Find(command.Name, before)!.To);
                }

                seen.Add(one.State);
                Assert.True(one.File.Head.IsOver || one.File.Head.Tasks.Count > 0, $"{one.State} waits for nothing (walk {walk})");
                KpiContribution[] figures = [.. CorneaContributions.Of(one.File)];
                Assert.True(figures.Where(figure => figure.Metric == CorneaContributions.Items).Sum(figure => figure.Quantity)
                    <= 2 * figures.Where(figure => figure.Metric == CorneaContributions.Cases).Sum(figure => figure.Quantity));
            }
        }

        Assert.Equal(Enum.GetValues<CorneaState>(), seen.Order());
    }

    private static (Actor, CorneaCommand) Any(Random random, Corneas one, double hours) => random.Next(14) switch
    {
        0 or 1 => (Coordinator, new Shell(new CaseCommand.AttachDocument("doc-" + random.Next(3), CorneaDocuments.All.ElementAt(random.Next(3))))),
        2 or 3 => (Coordinator, new Shell(new CaseCommand.SightDocument("doc-" + random.Next(3)))),
        4 or 5 => (Coordinator, new Verify((TissueBasis)random.Next(2), (TissueWill)random.Next(4), ForensicClear: true)),
        6 or 7 => (Desk, new DispatchBank("bank-a")),
        8 => (Bank, new Retrieve(one.At(hours), random.Next(2) == 0 ? Both : ["cornea-r"], ShapeRestored: true)),
        9 => (Bank, new HearRetrieved("bank-a", one.At(hours), Both)),
        10 => (Bank, random.Next(2) == 0 ? new ConfirmShape() : new FileResult(new TissueResult(random.Next(3), random.Next(3), 0))),
        11 => (Officer, new CorneaCommand.Close()),
        12 => random.Next(10) switch { 0 => (Coordinator, new ChangeMind()), 1 => (Bank, new DeclareEnd(TissueEnd.Unsuitable)), _ => (Coordinator, new AgreeToResearch("doc-1")) },
        _ => (Actor.System, random.Next(2) == 0 ? new PassBest() : new PassWindow()),
    };

    private static Corneas Sent(int month, int countedBefore) => Sent(month, Both, countedBefore);

    private static Corneas Sent(int month, params string[] items) => Sent(month, items is [] ? Both : items, 0);

    private static Corneas Sent(int month, string[] items, int countedBefore) => Corneas.Open(month, items, countedBefore).Paper(CorneaDocuments.DeathCertificate)
        .Do(0.5, Coordinator, new Verify(TissueBasis.Intent, TissueWill.Valid, ForensicClear: true)).Do(0.6, Desk, new DispatchBank("bank-a"));

    private static DateTimeOffset At(int month, double hours) => new DateTimeOffset(2026, month, 2, 8, 0, 0, TimeSpan.FromHours(8)).AddHours(hours);

    private static Actor Person(string staffId, string role) => new(staffId, role, UnitCode.City);

    private sealed class Corneas
    {
        private readonly List<CaseEvent> events = [];
        private readonly int month;

        private Corneas(int month, CaseOutcome<CorneaFacts>.Accepted opened)
        {
            this.month = month;
            Take(opened);
        }

        public CaseFile<CorneaFacts> File { get; private set; } = null!;

        public CorneaFacts Facts => File.Facts;

        public CorneaState State => File.Head.StateOf();

        public static Corneas Open(int month, IReadOnlyList<string> items, int countedBefore)
        {
            DateTimeOffset died = CorneaProcessTests.At(month, 0);
            return new Corneas(month, Assert.IsType<CaseOutcome<CorneaFacts>.Accepted>(CorneaProcess.Open(
                Number, UnitCode.Parse("500103"), PolicyPack.Default.Version,
                new CorneaFacts(TissueNoticeBy.Relative, died.AddMinutes(5), died, "500103", items) { CountedBefore = countedBefore },
                new Deciding(Actor.System, died.AddMinutes(5), Policy, WorkCalendar.China))));
        }

        public Corneas Paper(string kind, string id = "doc-death", double hours = 0.3) =>
            Do(hours, Coordinator, new Shell(new CaseCommand.AttachDocument(id, kind))).Do(hours, Coordinator, new Shell(new CaseCommand.SightDocument(id)));

        public DateTimeOffset At(double hours) => CorneaProcessTests.At(month, hours);

        public Deciding By(Actor actor, double hours, string? note) => new(actor, At(hours), Policy, WorkCalendar.China, SealedNote: note);

        public Corneas Do(double hours, Actor actor, CorneaCommand command)
        {
            CaseOutcome<CorneaFacts> outcome = CorneaProcess.Apply(File, command, By(actor, hours, "sealed"));
            Assert.True(outcome is CaseOutcome<CorneaFacts>.Accepted, $"{command.Name}: {(outcome as CaseOutcome<CorneaFacts>.Refused)?.Problem.Code}");
            Take((CaseOutcome<CorneaFacts>.Accepted)outcome);
            return this;
        }

        public string Refused(double hours, Actor actor, CorneaCommand command) =>
            Assert.IsType<CaseOutcome<CorneaFacts>.Refused>(CorneaProcess.Apply(File, command, By(actor, hours, "sealed"))).Problem.Code;

        private void Take(CaseOutcome<CorneaFacts>.Accepted accepted)
        {
            events.AddRange(accepted.Events);
            File = accepted.Next;
            Assert.Equal(CaseJson.Write(File), CaseJson.Write(CorneaProcess.Replay(events.SelectMany(happened => new[] { happened, happened }))));
        }
    }
}
