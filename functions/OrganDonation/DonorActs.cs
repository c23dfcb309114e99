using Boai.Functions.Forms;
using Boai.Workflows.OrganDonation;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Functions.OrganDonation;

/// <summary>The acts that people take by name, by the part they have in a case; who may do what where is the table's to say (<see cref="OrganTransitions"/>).</summary>
internal static class DonorActs
{
    private static readonly NamedActs<OrganCommand> Shared = NamedActs<OrganCommand>.None
        .Plain<Acknowledge>()
        .Plain<ResolveIdentity>()
        .With<CheckForensic>()
        .Plain<CompleteScreening>()
        .With<WithdrawConsent>()
        .With<RaiseAlarm>()
        .With<CheckIn>();

    public static readonly NamedActs<OrganCommand> OfCoordinators = Shared
        .With<LogTalk>()
        .With<StateDecider>()
        .With<SightDecision>()
        .With<Reconfirm>()
        .With<AnswerOffer>()
        .Plain<SetOut>()
        .With<Leave>()
        .Plain<TickCeremony>()
        .Plain<TickRestoration>()
        .With<FileReport>();

    public static readonly NamedActs<OrganCommand> OfTheDesk = Shared
        .With<CheckInstitution>()
        .With<ContactEmbassy>()
        .With<AcknowledgeSignal>()
        .With<ReplaceWitness>()
        .With<ReportNoShow>()
        .With<BarWitness>()
        .With<RefuseCoordinator>()
        .With<TellHead>()
        .Plain<DeclareMisdirected>();

    public static readonly NamedActs<OrganCommand> OfTheCity = NamedActs<OrganCommand>.None
        .With<ReviewIntent>()
        .With<ClearAlarm>()
        .With<ReportToAuthority>()
        .With<CloseViolation>()
        .Plain<FileMonthlyReport>()
        .Plain<CompleteAftercare>();

    public static readonly NamedActs<OrganCommand> OfHospitals = NamedActs<OrganCommand>.None
        .With<AcknowledgeSignal>()
        .With<WithdrawConsent>();
}
