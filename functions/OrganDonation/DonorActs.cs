using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.OrganDonation;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Functions.OrganDonation;

/// <summary>An act as a person sends it: the act's own members under <c>what</c>.</summary>
/// <param name="Version">The version that the person saw; absent for acts that depend on none.</param>
/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record ActForm<T>(T What, int? Version = null, string? Note = null);

/// <summary>An act without members of its own.</summary>
public sealed record PlainActForm(int? Version = null, string? Note = null);

/// <summary>An act that was read.</summary>
internal sealed record ReadAct(OrganCommand Command, int? Version, string? Note);

/// <summary>The acts that people take by name, by the part they have in a case; who may do what where is the table's to say (<see cref="OrganTransitions"/>).</summary>
internal static class DonorActs
{
    public delegate ReadAct Reader(ReadOnlySpan<byte> body);

    private static readonly Dictionary<string, Reader> Shared = new(StringComparer.Ordinal)
    {
        ["acknowledge"] = Plain(() => new Acknowledge()),
        ["resolveIdentity"] = Plain(() => new ResolveIdentity()),
        ["checkForensic"] = Of<CheckForensic>(),
        ["completeScreening"] = Plain(() => new CompleteScreening()),
        ["withdrawConsent"] = Of<WithdrawConsent>(),
        ["raiseAlarm"] = Of<RaiseAlarm>(),
        ["checkIn"] = Of<CheckIn>(),
    };

    public static IReadOnlyDictionary<string, Reader> OfCoordinators { get; } = new Dictionary<string, Reader>(Shared, StringComparer.Ordinal)
    {
        ["logTalk"] = Of<LogTalk>(),
        ["stateDecider"] = Of<StateDecider>(),
        ["sightDecision"] = Of<SightDecision>(),
        ["reconfirm"] = Of<Reconfirm>(),
        ["answerOffer"] = Of<AnswerOffer>(),
        ["setOut"] = Plain(() => new SetOut()),
        ["leave"] = Of<Leave>(),
        ["tickCeremony"] = Plain(() => new TickCeremony()),
        ["tickRestoration"] = Plain(() => new TickRestoration()),
        ["fileReport"] = Of<FileReport>(),
    };

    public static IReadOnlyDictionary<string, Reader> OfTheDesk { get; } = new Dictionary<string, Reader>(Shared, StringComparer.Ordinal)
    {
        ["checkInstitution"] = Of<CheckInstitution>(),
        ["contactEmbassy"] = Of<ContactEmbassy>(),
        ["acknowledgeSignal"] = Of<AcknowledgeSignal>(),
        ["replaceWitness"] = Of<ReplaceWitness>(),
        ["reportNoShow"] = Of<ReportNoShow>(),
        ["barWitness"] = Of<BarWitness>(),
        ["refuseCoordinator"] = Of<RefuseCoordinator>(),
        ["tellHead"] = Of<TellHead>(),
        ["declareMisdirected"] = Plain(() => new DeclareMisdirected()),
    };

    public static IReadOnlyDictionary<string, Reader> OfTheCity { get; } = new Dictionary<string, Reader>(StringComparer.Ordinal)
    {
        ["reviewIntent"] = Of<ReviewIntent>(),
        ["clearAlarm"] = Of<ClearAlarm>(),
        ["reportToAuthority"] = Of<ReportToAuthority>(),
        ["closeViolation"] = Of<CloseViolation>(),
        ["fileMonthlyReport"] = Plain(() => new FileMonthlyReport()),
        ["completeAftercare"] = Plain(() => new CompleteAftercare()),
    };

    public static IReadOnlyDictionary<string, Reader> OfHospitals { get; } = new Dictionary<string, Reader>(StringComparer.Ordinal)
    {
        ["acknowledgeSignal"] = Of<AcknowledgeSignal>(),
        ["withdrawConsent"] = Of<WithdrawConsent>(),
    };

    private static Reader Of<T>()
        where T : OrganCommand
        => body =>
        {
            ActForm<T> form = StrictJson.Parse<ActForm<T>>(body);
            return new ReadAct(form.What, form.Version, form.Note);
        };

    private static Reader Plain(Func<OrganCommand> command) => body =>
    {
        PlainActForm form = StrictJson.Parse<PlainActForm>(body);
        return new ReadAct(command(), form.Version, form.Note);
    };
}
