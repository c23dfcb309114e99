using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Support;

/// <summary>Facts of a programme that counts.</summary>
internal sealed record Tally(int Count);

/// <summary>A fact of that programme.</summary>
internal sealed record Counted(int By);

/// <summary>The smallest programme: it opens a case, counts, and takes documents.</summary>
internal sealed class TestProgramme(CaseDecisions decisions) : ICaseProgramme
{
    public const string Kind = "proof";

    public string Programme => "TST-01";

    public string Orchestration => "Test";

    public IReadOnlyCollection<string> DocumentKinds { get; } = [Kind];

    public PublicState PublicStateOf(CaseHead head) => PublicState.UnderReview;

    public string StateNameOf(CaseHead head) => "审核中";

    public object FactsForStaff(StoredHead stored) => stored.As<Tally>().Facts;

    public IReadOnlyCollection<string> ApplicantFieldsFor(string role) => [VaultField.Name, VaultField.Phone];

    public Task<Decided> Decide(CurrentRequest request, CaseCommand command, string? note, CancellationToken cancellation) =>
        decisions.Decide<Tally>(request, (file, deciding) => Take(file, deciding, command), null, note, cancellation);

    public static CaseOutcome<Tally>.Accepted Open(CaseNumber number, DateTimeOffset at, string decisionId, params IReadOnlyList<ActorDuty> actors) => Open(
        number, at, decisionId,
        [new CaseTask("intake-1", "intake", [Roles.Town, Roles.DistrictOfficer], number.Unit, null, new StateClock(Deadline.Start(Period.OfWorkingDays(3), at, WorkCalendar.China)))],
        actors);

    /// <summary>With other tasks than the intake.</summary>
    public static CaseOutcome<Tally>.Accepted Open(CaseNumber number, DateTimeOffset at, string decisionId, IReadOnlyList<CaseTask> tasks, IReadOnlyList<ActorDuty> actors)
    {
        CaseHead head = new()
        {
            Number = number, Programme = "TST-01", State = "Open", Owner = number.Unit, Version = 1, PolicyVersion = PolicyPack.Default.Version,
            OpenedAt = at, StateSince = at, StateVersion = 1, Actors = actors,
            Tasks = tasks,
        };
        CaseEvent opened = new(1, CaseFold.Opened, at, "anonymous", Roles.Public, null, null, decisionId, CaseJson.ToElement(new CaseOpening<Tally>(head, new Tally(0))));
        return new CaseOutcome<Tally>.Accepted(new CaseFile<Tally>(head, new Tally(0)), [opened]);
    }

    /// <summary>Counts, unless the count would pass ten.</summary>
    public static CaseOutcome<Tally> Count(CaseFile<Tally> file, Deciding deciding, int by, Duty? duty = null)
    {
        if (file.Facts.Count + by > 10)
        {
            return new CaseOutcome<Tally>.Refused(CaseProblem.Of(CaseProblems.State, ("state", file.Head.State), ("command", "Count")));
        }

        CaseLedger<Tally, Counted> ledger = Ledger(file, deciding);
        ledger.Record(new Counted(by), duty is { } done ? [new HeadChange.DutyDone(done)] : []);
        return ledger.Accepted();
    }

    private static CaseOutcome<Tally> Take(CaseFile<Tally> file, Deciding deciding, CaseCommand command)
    {
        CaseLedger<Tally, Counted> ledger = Ledger(file, deciding);
        switch (command)
        {
            case CaseCommand.AttachDocument attach when file.Head.Documents.Any(document => document.Id == attach.DocumentId):
                return new CaseOutcome<Tally>.Refused(CaseProblem.Of(CaseProblems.DocumentKnown));
            case CaseCommand.AttachDocument attach:
                ledger.Record("DocumentAttached", null, new HeadChange.DocumentAttached(attach.DocumentId, attach.Kind));
                return ledger.Accepted();
            case CaseCommand.SightDocument sight:
                ledger.Record("DocumentSighted", null, new HeadChange.DocumentSighted(sight.DocumentId));
                return ledger.Accepted();
            default:
                throw new NotSupportedException($"The test programme takes no {command.GetType().Name}.");
        }
    }

    private static CaseLedger<Tally, Counted> Ledger(CaseFile<Tally> file, Deciding deciding) =>
        new(file, deciding, (facts, fact, _) => facts with { Count = facts.Count + fact.By }, []);
}
