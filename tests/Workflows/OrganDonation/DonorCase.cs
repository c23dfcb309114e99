using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>A donor case under test: acts on it at minutes after <see cref="OrganExamples.Six"/>, and checks after each that it can be built from its events.</summary>
internal sealed class DonorCase
{
    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    public static readonly CaseNumber Number = CaseNumber.Create(OrganProcess.Business, Yuzhong, 2024, 17);

    private readonly List<CaseEvent> events = [];
    private int messages;

    private DonorCase(CaseOutcome<OrganFacts>.Accepted opened) => Take(opened);

    public CaseFile<OrganFacts> File { get; private set; } = null!;

    public OrganFacts Facts => File.Facts;

    public OrganState State => File.Head.StateOf();

    public IReadOnlyList<CaseEvent> Events => events;

    public IEnumerable<ViolationKind> Violations => Facts.Violations.Select(violation => violation.Kind).Distinct().Order();

    public IEnumerable<string> Tasks => File.Head.Tasks.Select(task => task.Kind).Order(StringComparer.Ordinal);

    public static DonorCase Open(double minutes = -900, DonorProfile? donor = null)
        => new(Assert.IsType<CaseOutcome<OrganFacts>.Accepted>(OrganProcess.Open(
            Number, Yuzhong, PolicyPack.Default.Version, donor ?? Ready.Donor, Hospital, isLiving: false, By(Actor.System, minutes))));

    /// <summary>Up to the gates: screened, agreed, signed and seen; nothing of G3 to G6.</summary>
    public static DonorCase AtTheGates()
    {
        DonorCase donor = Open();
        donor.Do(-890, Desk, new Acknowledge());
        donor.Do(-880, Actor.System, new CheckInstitution(true, true, true));
        donor.Do(-880, Desk, new CheckForensic(ForensicStatus.Clear));
        donor.Do(-880, Actor.System, new ReadRegisters(new RegisterReading(At(-880), IntentStanding.Valid)));
        donor.Do(-870, Desk, new CompleteScreening());
        donor.Do(-700, First, new LogTalk(new FamilyTalk(At(-760), 3, PrognosisTold: true, TalkOutcome.Agrees)));
        donor.Hear(-590, Decision, "m-02");
        donor.Do(-580, First, new SightDecision("sha-decision"));
        return donor;
    }

    /// <summary>Ready: every gate, two witnesses there, R02 out at −20.</summary>
    public static DonorCase AtReadiness()
    {
        DonorCase donor = AtTheGates();
        donor.Hear(-290, Death, "m-03");
        donor.Do(-280, First, new Reconfirm("rel-wife"));
        donor.Hear(-230, Opinion, "m-04");
        donor.Hear(-229, Notice, "m-05");
        donor.Hear(-229, new HospitalStatement.FitnessStated(Fit: true), "m-05");
        donor.Staffed(-228);
        donor.Evaluate(-20);
        return donor;
    }

    public static readonly Actor Desk = Person("desk-1", Roles.DutyDesk);
    public static readonly Actor Leader = Person("lead-1", Roles.DutyLead);
    public static readonly Actor Head = Person("head-1", Roles.CityHead);
    public static readonly Actor Officer = Person("officer-1", Roles.CityOfficer);
    public static readonly Actor Opo = Person("opo", Roles.Opo);
    public static readonly Actor First = Person("coord-1", Roles.Coordinator);
    public static readonly Actor Second = Person("coord-2", Roles.Coordinator);

    public static Actor Person(string staffId, string role) => new(staffId, role, Yuzhong);

    public static CoordinatorCard Card(string staffId, int km = 10)
        => new(staffId, WitnessOrigin.RedCross, new DateOnly(2024, 12, 31), At(-3000), km);

    /// <summary>Asks two, both accept and check in.</summary>
    public DonorCase Staffed(double from)
    {
        Do(from, Actor.System, new OfferWave([Card("coord-1", 3), Card("coord-2", 5), Card("coord-3", 9)]));
        Do(from + 5, First, new AnswerOffer(Accepts: true));
        Do(from + 9, Second, new AnswerOffer(Accepts: true));
        Do(-30, First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(-30), "theatre-3", null));
        Do(-25, Second, new CheckIn("coord-2", CheckInMeans.Gps, At(-25), null, 40));
        return this;
    }

    /// <summary>From readiness to the two reports and the filing.</summary>
    public DonorCase Procured(params string[] items)
    {
        items = items is [] ? ["liver", "kidney-l", "kidney-r"] : items;
        Hear(1, new HospitalStatement.Started(At(0)), "m-06");
        Do(2, First, new TickCeremony());
        Do(2, Second, new TickCeremony());
        Hear(182, new HospitalStatement.Completed(At(180), items), "m-07");
        Do(230, First, new TickRestoration());
        Do(230, Second, new TickRestoration());
        Hear(241, new HospitalStatement.HandedOver(At(220), At(240), BodyTaker.FuneralHome), "m-09");
        Do(300, First, new FileReport(Saw(items)));
        Do(310, Second, new FileReport(Saw(items)));
        return this;
    }

    public static WitnessedFacts Saw(params string[] items) => new(
        true, true, true, true, true, true, true, At(0), At(180), items is [] ? ["liver", "kidney-l", "kidney-r"] : items, true, true, false);

    public DonorCase Hear(double minutes, HospitalStatement statement, string? messageId = null)
        => Do(minutes, Opo, new Hear(Hospital, messageId ?? $"x-{++messages}", At(minutes), statement));

    public DonorCase Evaluate(double minutes, IntentStanding intent = IntentStanding.Valid)
        => Do(minutes, Actor.System, new EvaluateGates(new RegisterReading(At(minutes), intent)));

    /// <summary>Evaluates as the orchestration does every minute: whether or not there is anything new.</summary>
    public void Look(double minutes)
    {
        foreach (OrganCommand look in new OrganCommand[] { new EvaluateGates(new RegisterReading(At(minutes), IntentStanding.Valid)), new LookForViolations() })
        {
            if (OrganProcess.Apply(File, look, By(Actor.System, minutes)) is CaseOutcome<OrganFacts>.Accepted accepted)
            {
                Take(accepted);
            }
        }
    }

    public DonorCase Do(double minutes, Actor actor, OrganCommand command, string? note = "sealed")
    {
        CaseOutcome<OrganFacts> outcome = Try(minutes, actor, command, note);
        if (outcome is CaseOutcome<OrganFacts>.Refused refused)
        {
            Assert.Fail($"{command.Name} by {actor.Role} in {State} was refused: {refused.Problem.Code} {refused.Problem.Field} "
                + string.Join(' ', refused.Problem.Arguments));
        }

        Take((CaseOutcome<OrganFacts>.Accepted)outcome);
        return this;
    }

    public string Refused(double minutes, Actor actor, OrganCommand command, string? note = "sealed")
        => Assert.IsType<CaseOutcome<OrganFacts>.Refused>(Try(minutes, actor, command, note)).Problem.Code;

    public CaseOutcome<OrganFacts> Try(double minutes, Actor actor, OrganCommand command, string? note = "sealed")
        => OrganProcess.Apply(File, command, By(actor, minutes, note));

    private static Deciding By(Actor actor, double minutes, string? note = null)
        => new(actor, At(minutes), Policy, WorkCalendar.China, SealedNote: note);

    private void Take(CaseOutcome<OrganFacts>.Accepted accepted)
    {
        OrganState before = File is null ? OrganState.Reported : State;
        CaseFile<OrganFacts> built = File is null
            ? OrganProcess.Replay(accepted.Events)
            : accepted.Events.Aggregate(File, OrganProcess.Advance);
        events.AddRange(accepted.Events);
        File = accepted.Next;
        Assert.Equal(CaseJson.Write(File), CaseJson.Write(built));
        Assert.True(before == State || OrganTransitions.Moves[before].Contains(State), $"{before} → {State} is not in the table");
        Assert.True(File.Head.IsOver || File.Head.Tasks.Count > 0 || File.Head.Clock is not null, $"{State} waits for nobody (I-09)");
        Assert.False(File.Head.IsOver && (File.Head.Clock is not null || File.Head.Tasks.Count > 0), "A case that is over keeps a timer (I-09)");
    }
}
