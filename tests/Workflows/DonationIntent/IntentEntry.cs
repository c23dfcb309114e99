using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using static Boai.Workflows.DonationIntent.IntentCommand;

namespace Boai.Tests.Workflows.DonationIntent;

/// <summary>An entry under test; after every accepted act it is built again from its events (I-08).</summary>
internal sealed class IntentEntry
{
    public const string Person = "subject-1";
    public const string Note = "c2VhbGVk";
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Born = new(1990, 3, 7);
    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    public static readonly CasePolicy Policy = new(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default]);
    public static readonly string Digest = new('a', 64);

    public static readonly Actor Holder = new(Person, Roles.Public, Yuzhong);
    public static readonly Actor Officer = Staff(Roles.DistrictOfficer);
    public static readonly Actor Second = Staff(Roles.DistrictOfficer, 2);
    public static readonly Actor Head = Staff(Roles.CityHead);
    public static readonly IntentScopes Everything = new(AllOrgans: true, [], Body: true, Cornea: true, OtherTissue: true);
    public static readonly IntentScopes BodyOnly = new(AllOrgans: false, [], Body: true, Cornea: false, OtherTissue: false);

    public static readonly string[] AllRoles =
    [
        .. typeof(Roles).GetFields().Select(field => (string)field.GetRawConstantValue()!),
    ];

    private readonly List<CaseEvent> events;

    private IntentEntry(CaseOutcome<IntentFacts>.Accepted opened, DateTimeOffset now) => (File, events, Now) = (opened.Next, [.. opened.Events], now);

    public CaseFile<IntentFacts> File { get; private set; }

    public DateTimeOffset Now { get; set; }

    public IReadOnlyList<CaseEvent> Events => events;

    public IntentState State => File.Head.StateOf();

    public IntentFacts Facts => File.Facts;

    public static Actor Staff(string role, int number = 1)
        => role == Roles.System ? Actor.System : role == Roles.Public ? Holder : new Actor($"{role}-{number}", role, Yuzhong);

    public static HolderVoice VoiceOf(Actor actor)
        => actor.Role == Roles.Public ? HolderVoice.ByLogin : new HolderVoice(VoiceMeans.InPerson, "paper-1");

    public static CaseNumber Number(int sequence, string business = "INT") => CaseNumber.Create(BusinessCode.Parse(business), Yuzhong, 2026, sequence);

    public static Deciding By(Actor actor, DateTimeOffset at, string? note = null) => new(actor, at, Policy, WorkCalendar.China, SealedNote: note);

    public static IntentForm Form(IntentScopes? scopes = null, IntentChannel channel = IntentChannel.Network, CivilCapacity capacity = CivilCapacity.Full)
    {
        IntentScopes wanted = scopes ?? Everything;
        return new IntentForm(
            channel, wanted, capacity, new WillEvidence(channel == IntentChannel.Network ? WillForm.Electronic : WillForm.Written, Digest),
            [.. wanted.Groups.Select(group => new DataConsent($"consent-{group}", group, "2026-1", Start, Digest))],
            NoExecutorYet: true, CompletedAlone: true, BodyAdviceGiven: true,
            GuardianConsentDocumentId: capacity == CivilCapacity.Limited ? "doc-guardian" : null);
    }

    public static CaseOutcome<IntentFacts> TryOpen(
        IntentForm form, Actor? by = null, DateOnly? born = null, DateTimeOffset? at = null, params CaseFile<IntentFacts>[] known)
        => IntentProcess.OpenRegistration(
            Number(known.Length + 1), Yuzhong, PolicyPack.Default.Version, Person, born ?? Born, form, known, By(by ?? Holder, at ?? Start));

    public static IntentEntry Open(IntentForm? form = null, Actor? by = null, DateTimeOffset? at = null, params CaseFile<IntentFacts>[] known)
        => new(Assert.IsType<CaseOutcome<IntentFacts>.Accepted>(TryOpen(form ?? Form(), by, at: at, known: known)), at ?? Start);

    public static IntentEntry Refusal(Actor? by = null, DateTimeOffset? at = null)
        => new(
            Assert.IsType<CaseOutcome<IntentFacts>.Accepted>(IntentProcess.OpenRefusal(
                Number(90), Yuzhong, PolicyPack.Default.Version, Person, VoiceOf(by ?? Holder), By(by ?? Holder, at ?? Start))),
            at ?? Start);

    public static IntentEntry Effective(IntentScopes? scopes = null, DateTimeOffset? at = null, params CaseFile<IntentFacts>[] known)
        => Open(Form(scopes), at: at, known: known).Do(Officer, new CheckForm(IdentityMeans.RealNameCheck, RefusedElsewhere: false));

    /// <summary>An entry in a state, reached by the shortest way.</summary>
    public static IntentEntry In(IntentState state) => state switch
    {
        IntentState.Registering => Open(),
        IntentState.LegalReview => Limited().Do(Officer, new CheckForm(IdentityMeans.RealNameCheck, false)),
        IntentState.Effective => Effective(),
        IntentState.Withdrawn => Effective().Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, WithdrawalChoice.RegistrationOnly)),
        IntentState.WithdrawnUnstated => Effective().Do(Holder, new WithdrawIntent(HolderVoice.ByLogin, null)),
        IntentState.Refused => Effective().Do(Holder, new Refuse(HolderVoice.ByLogin)),
        IntentState.RefusalLifted => In(IntentState.Refused)
            .Do(Holder, new LiftRefusal(HolderVoice.ByLogin, new WillEvidence(WillForm.Electronic, Digest))),
        IntentState.NotRegistered => Open().Do(Officer, new Decline("identity-not-proved")),
        IntentState.Executed => Effective().Do(Actor.System, new MarkExecuted(Number(7, "ODW"))),
        IntentState.Lapsed => Effective().Do(Actor.System, new MarkLapsed()),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static IntentEntry Limited()
        => Open(Form(BodyOnly, capacity: CivilCapacity.Limited))
            .Do(Holder, new CaseCommand.AttachDocument("doc-guardian", IntentDocuments.GuardianConsent));

    public CaseOutcome<IntentFacts> Try(Actor actor, IntentCommand command, string? note = null)
        => IntentProcess.Apply(File, command, By(actor, Now, note));

    public IntentEntry Do(Actor actor, CaseCommand command, string? note = null) => Do(actor, new Shell(command), note);

    public IntentEntry Do(Actor actor, IntentCommand command, string? note = null)
    {
        CaseOutcome<IntentFacts> outcome = Try(actor, command, note);
        string code = outcome is CaseOutcome<IntentFacts>.Refused refused ? refused.Problem.Code : "";
        CaseOutcome<IntentFacts>.Accepted done = outcome as CaseOutcome<IntentFacts>.Accepted
            ?? throw new InvalidOperationException($"{command.Name} by {actor.Role} in {State} was refused: {code}");
        File = done.Next;
        events.AddRange(done.Events);
        Assert.Equal(CaseJson.Write(File), CaseJson.Write(IntentProcess.Replay(events)));
        return this;
    }

    public string Refuses(Actor actor, IntentCommand command, string? note = null)
        => Assert.IsType<CaseOutcome<IntentFacts>.Refused>(Try(actor, command, note)).Problem.Code;

    public IntentEntry Later(int days)
    {
        Now = Now.AddDays(days);
        return this;
    }
}
