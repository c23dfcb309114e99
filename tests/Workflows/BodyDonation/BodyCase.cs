using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.BodyDonation.BodyCommand;

namespace Boai.Tests.Workflows.BodyDonation;

/// <summary>A body donation under test: acts on it at hours after the notice, and checks after each that it can be built from its events.</summary>
internal sealed class BodyCase
{
    /// <summary>Monday 2 March 2026, 8:00 in Beijing: the notice.</summary>
    public static readonly DateTimeOffset Eight = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));
    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    public static readonly CaseNumber Number = CaseNumber.Create(BodyProcess.Business, Yuzhong, 2026, 7);
    public static readonly CasePolicy Policy = new(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default]);
    public static readonly Actor Desk = Person("desk-1", Roles.DutyDesk);
    public static readonly Actor Lead = Person("lead-1", Roles.DutyLead);
    public static readonly Actor Coordinator = Person("coord-1", Roles.Coordinator);
    public static readonly Actor Unit = Person("unit-1", Roles.ReceivingUnit);
    public static readonly Actor Officer = Person("officer-1", Roles.CityOfficer);

    private readonly List<CaseEvent> events = [];

    private BodyCase(CaseOutcome<BodyFacts>.Accepted opened) => Take(opened);

    public CaseFile<BodyFacts> File { get; private set; } = null!;

    public BodyFacts Facts => File.Facts;

    public BodyState State => File.Head.StateOf();

    public IReadOnlyList<CaseEvent> Events => events;

    public IEnumerable<string> Tasks => File.Head.Tasks.Select(task => task.Kind).Order(StringComparer.Ordinal);

    public static Actor Person(string staffId, string role) => new(staffId, role, UnitCode.City);

    public static DateTimeOffset At(double hours) => Eight.AddHours(hours);

    public static BodyCase Open(bool afterOrgans = false) => new(Assert.IsType<CaseOutcome<BodyFacts>.Accepted>(BodyProcess.Open(
        Number, Yuzhong, PolicyPack.Default.Version,
        new BodyFacts(NoticeBy.Executor, At(0), At(-2), "500103") { AfterOrgans = afterOrgans, Donation = afterOrgans ? "ODW-500103-2026-0000001" : null },
        By(Actor.System, 0))));

    /// <summary>Papers seen, verified; a unit is on its way.</summary>
    public static BodyCase OnTheWay()
    {
        BodyCase body = Open().Paper(BodyDocuments.DeathCertificate, "doc-death");
        body.Do(0.5, Coordinator, new Verify(BodyBasis.Intent, BodyWill.Valid, ForensicClear: true));
        return body.Do(0.6, Desk, new DispatchUnit("unit-a", TakesAfterOrgans: false));
    }

    /// <summary>Handed over after 9.5 hours (handbook §15 scenario 4).</summary>
    public static BodyCase Received()
    {
        BodyCase body = OnTheWay().Do(1, Coordinator, new ChooseAshes(AshesChoice.MemorialPark)).Do(9.5, Unit, new Arrive(At(9.5), PapersShown: true));
        body.Paper(BodyDocuments.Handover, "doc-handover", 9.6);
        return body.Do(9.7, Unit, new HandOver("doc-handover", "YT-2026-0001", IdentityVerified: true, DeathCertificateSeen: true));
    }

    public BodyCase Paper(string kind, string id, double hours = 0.2)
    {
        Do(hours, Coordinator, new Shell(new CaseCommand.AttachDocument(id, kind)));
        return Do(hours, Coordinator, new Shell(new CaseCommand.SightDocument(id)));
    }

    public BodyCase Do(double hours, Actor actor, BodyCommand command, string? note = "sealed")
    {
        CaseOutcome<BodyFacts> outcome = BodyProcess.Apply(File, command, By(actor, hours, note));
        Assert.True(outcome is CaseOutcome<BodyFacts>.Accepted, $"{command.Name}: {(outcome as CaseOutcome<BodyFacts>.Refused)?.Problem.Code}");
        Take((CaseOutcome<BodyFacts>.Accepted)outcome);
        return this;
    }

    public string Refused(double hours, Actor actor, BodyCommand command, string? note = "sealed") =>
        Assert.IsType<CaseOutcome<BodyFacts>.Refused>(BodyProcess.Apply(File, command, By(actor, hours, note))).Problem.Code;

    public static Deciding By(Actor actor, double hours, string? note = "sealed") => new(actor, At(hours), Policy, WorkCalendar.China, SealedNote: note);

    private void Take(CaseOutcome<BodyFacts>.Accepted accepted)
    {
        events.AddRange(accepted.Events);
        File = accepted.Next;

        // I-08: from its events the same, also when each comes twice.
        Assert.Equal(CaseJson.Write(File), CaseJson.Write(BodyProcess.Replay(events)));
        Assert.Equal(CaseJson.Write(File), CaseJson.Write(BodyProcess.Replay(events.SelectMany(happened => new[] { happened, happened }))));
    }
}
