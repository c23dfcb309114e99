using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.HardshipRelief.ReliefState;

namespace Boai.Workflows.HardshipRelief;

/// <summary>One line of the state table.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it.</param>
/// <param name="To">Where it may lead; the state itself when the act leaves it.</param>
public sealed record ReliefTransition(string Act, ReliefState From, IReadOnlyList<string> Roles, IReadOnlyList<ReliefState> To);

/// <summary>The state table of handbook §5.2 as data: what may be done where, by whom, and where it leads (I-07).</summary>
public static class ReliefTransitions
{
    private static readonly ReliefState[] OnTheWay =
        [Intake, SupplementAwaited, Verification, FirstOpinion, Publicity, Reverification, RenewedPublicity, Approval];

    private static readonly ReliefState[] Accepted = [Verification, FirstOpinion, Publicity, Reverification, RenewedPublicity, Approval];

    private static readonly ReliefState[] Alive = [.. Enum.GetValues<ReliefState>().Where(state => !state.IsTerminal())];

    private static readonly ReliefState[] InHand = [.. Alive.Except([Draft, Submitted])];

    private static readonly string[] System = [Roles.System];
    private static readonly string[] Applicants = [Roles.Public, Roles.Village];
    private static readonly string[] Clerks = [Roles.Town, Roles.DistrictOfficer];
    private static readonly string[] Visitors = [Roles.Village, .. Clerks];
    private static readonly string[] Deciders = [Roles.DistrictLead, Roles.CityHead, Roles.Executive];
    private static readonly string[] Officers = [.. Clerks, Roles.DistrictLead, Roles.CityOfficer, Roles.CityHead];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];

    private static readonly string[] Staff =
    [
        Roles.Village, .. Officers, Roles.Executive, Roles.Council, Roles.Supervisor, Roles.Accountant, Roles.Cashier, Roles.DataProtection,
        Roles.Audit,
    ];

    public static IReadOnlyList<ReliefTransition> Table { get; } =
    [
        .. Row("Submit", [Draft], Applicants, Submitted),
        .. Row("PurgeDraft", [Draft], System, Withdrawn),
        .. Row("Screen", [Submitted], System, Intake, Refused),

        .. Row("Accept", [Intake], Clerks, Verification),
        .. Row("RequestSupplement", [Intake], Clerks, SupplementAwaited),
        .. Row("ExtendSupplement", [SupplementAwaited], Applicants),
        .. Row("SendSupplementNotice", [SupplementAwaited], System),
        .. Row("Supply", [SupplementAwaited], Applicants, Intake),
        .. Row("LapseSupplement", [SupplementAwaited], System, Withdrawn, Investigation),
        .. Row("PayUrgently", [Intake], [Roles.DistrictLead]),
        .. Row("MissUrgentCompletion", OnTheWay, System, Investigation),

        .. Row("FileVerification", [Verification], Visitors),
        .. Row("ConfirmVerification", [Verification], Visitors, FirstOpinion),
        .. Row("FileOpinion", [FirstOpinion], Clerks),
        .. Row("ConfirmOpinion", [FirstOpinion], Clerks, Publicity),

        .. Row("ListPublicly", [Publicity, RenewedPublicity], System),
        .. Row("FilePublicityEvidence", [Publicity, RenewedPublicity, Approval], Visitors),
        .. Row("RaiseObjection", [Publicity, RenewedPublicity], [Roles.Public, .. Staff], Reverification),
        .. Row("RaiseObjection", [Reverification], [Roles.Public, .. Staff]),
        .. Row("EndPublicity", [Publicity, RenewedPublicity], System, Approval),
        .. Row("FileReverification", [Reverification], [.. Visitors, Roles.CityOfficer]),
        .. Row("ConfirmReverification", [Reverification], [.. Visitors, Roles.CityOfficer], RenewedPublicity),

        .. Row("Approve", [Approval], Deciders, Approval, Payment, Aided),
        .. Row("Return", [Approval], Deciders, Intake, Verification, FirstOpinion),
        .. Row("Refuse", [Intake, FirstOpinion], Clerks, Refused, Investigation),
        .. Row("Refuse", [Approval], Deciders, Refused, Investigation),
        .. Row("RequestReview", [Refused], Applicants, Approval),
        .. Row("UpholdRefusal", [Approval], Deciders, Refused),
        .. Row("CloseRefused", [Refused], System, Closed),

        .. Row("PreparePayment", [.. OnTheWay, Payment], [Roles.Accountant]),
        .. Row("UnpreparePayment", [.. OnTheWay, Payment, Investigation], [Roles.Accountant]),

        // What has gone to the bank has gone, whatever the case has come to since the desk asked it.
        .. Row("SendPayment", [.. OnTheWay, Payment, Investigation], [Roles.Cashier]),
        .. Row("ConfirmPayment", [.. OnTheWay, Investigation], System),
        .. Row("ConfirmPayment", [Payment], System, Payment, Aided),
        .. Row("BouncePayment", [.. OnTheWay, Investigation], System),
        .. Row("BouncePayment", [Payment], System, PaymentFailed),
        .. Row("CorrectPayee", OnTheWay, [Roles.DistrictOfficer]),
        .. Row("CorrectPayee", [PaymentFailed], [Roles.DistrictOfficer], Payment),
        .. Row("ReconcilePayment", InHand, [Roles.Accountant]),

        .. Row("ConfirmReceipt", [Aided], [.. Applicants, Roles.DistrictOfficer]),
        .. Row("RecordFollowUp", [Aided], [Roles.DistrictOfficer]),
        .. Row("CloseAided", [Aided], System, Closed),

        .. Row("Investigate", [.. Accepted, Payment, PaymentFailed, Aided], [.. Officers, Roles.Audit], Investigation),
        .. Row("FileFinding", [Investigation], [Roles.DistrictLead, Roles.Audit]),
        .. Row("ConfirmFinding", [Investigation], [Roles.DistrictLead, Roles.Audit],
            [.. OnTheWay, Payment, PaymentFailed, Aided, Refused, Investigation]),
        .. Row("SettleRecovery", [Investigation], [Roles.DistrictLead], Closed),

        .. Row("AttachDocument", Alive, [Roles.Public, .. Staff]),
        .. Row("SightDocument", [.. Alive.Except([Draft])], Visitors),
        .. Row("Withdraw", [Draft, Submitted, .. OnTheWay, Payment, PaymentFailed], Applicants, Withdrawn),
        .. Row("Suspend", InHand, Officers),
        .. Row("Resume", InHand, [.. Officers, Roles.System]),
        .. Row("PlaceLegalHold", Enum.GetValues<ReliefState>(), Guards),
        .. Row("LiftLegalHold", Enum.GetValues<ReliefState>(), Guards),
        .. Row("Correct", InHand, Officers),
        // What is withdrawn has been stripped of its data (handbook §2.9): who is still in need applies anew.
        .. Row("Reopen", [Closed], [Roles.CityHead], Intake, Verification, Aided),
        .. Row("Recuse", InHand, [.. Staff, Roles.System]),
        .. Row("Remind", InHand, System),
        .. Row("Escalate", InHand, System),
    ];

    private static readonly FrozenDictionary<(string, ReliefState), ReliefTransition> ByActAndState =
        Table.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static ReliefTransition? Find(string act, ReliefState from) => ByActAndState.GetValueOrDefault((act, from));

    private static IEnumerable<ReliefTransition> Row(string act, ReliefState[] from, string[] roles, params ReliefState[] to)
        => from.Select(state => new ReliefTransition(act, state, roles, to is [] ? [state] : to));
}
