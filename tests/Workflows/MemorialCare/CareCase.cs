using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.MemorialCare;

/// <summary>A case under test; after every accepted act it is built again from its events (I-08).</summary>
internal sealed class CareCase
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    public static readonly CasePolicy Policy = new(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default]);
    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    public static readonly CaseNumber Number = CaseNumber.Create(CareProcess.Business, Yuzhong, 2026, 1);
    public static readonly Actor Officer = Staff(Roles.CityOfficer);
    public static readonly Actor Second = Staff(Roles.CityOfficer, 2);
    public static readonly Actor Witness = Staff(Roles.CityOfficer, 9);

    private readonly List<CaseEvent> events;

    public CareCase(DateOnly? diedOn = null, DateTimeOffset? start = null)
    {
        Now = start ?? Start;
        CaseHead donation = new()
        {
            Number = CaseNumber.Create(BusinessCode.Parse("ODW"), Yuzhong, 2026, 1), Programme = "LIFE-02", State = "Aftercare", Owner = Yuzhong, Version = 40,
            PolicyVersion = PolicyPack.Default.Version, OpenedAt = Start, StateSince = Start, StateVersion = 40,
            Actors = [new ActorDuty(Witness.StaffId, Roles.Coordinator, Duty.Witness, Start), new ActorDuty("desk-1", Roles.DutyDesk, Duty.Handle, Start)],
            Recused = ["cousin"],
        };
        CaseOutcome<CareFacts>.Accepted opened = CareProcess.Open(
            Number, donation, diedOn ?? ChinaCalendar.DateOf(Now), PolicyPack.Default.Version, By(Actor.System));
        (File, events) = (opened.Next, [.. opened.Events]);
    }

    public CaseFile<CareFacts> File { get; private set; }

    public DateTimeOffset Now { get; set; }

    public CareState State => File.Head.StateOf();

    public IEnumerable<string> Tasks => File.Head.Tasks.Select(task => task.Kind);

    public static Actor Staff(string role, int number = 1) => role == Roles.System ? Actor.System : new Actor($"{role}-{number}", role, UnitCode.City);

    public CaseOutcome<CareFacts> Try(Actor actor, CareCommand command) => CareProcess.Apply(File, command, By(actor));

    public void Do(Actor actor, CareCommand command)
    {
        CaseOutcome<CareFacts> outcome = Try(actor, command);
        CaseOutcome<CareFacts>.Accepted accepted = outcome as CaseOutcome<CareFacts>.Accepted
            ?? throw new InvalidOperationException($"{command.Name} was refused: {((CaseOutcome<CareFacts>.Refused)outcome).Problem}");
        File = accepted.Next;
        events.AddRange(accepted.Events);
        Assert.Equal(CaseJson.Write(File), CaseJson.Write(CareProcess.Replay(events)));
    }

    public bool BySystem(CareCommand command)
    {
        if (Try(Actor.System, command) is not CaseOutcome<CareFacts>.Accepted)
        {
            return false;
        }

        Do(Actor.System, command);
        return true;
    }

    public string? Problem(Actor actor, CareCommand command) => Try(actor, command) is CaseOutcome<CareFacts>.Refused refused ? refused.Problem.Code : null;

    /// <summary>The signed consent and the signed proof are in.</summary>
    public void FileDocuments()
    {
        Do(Officer, new CareCommand.Shell(new CaseCommand.AttachDocument("doc-consent", CareDocuments.Consent)));
        Do(Officer, new CareCommand.Shell(new CaseCommand.AttachDocument("doc-proof", CareDocuments.Proof)));
    }

    private Deciding By(Actor actor) => new(actor, Now, Policy, WorkCalendar.China);
}
