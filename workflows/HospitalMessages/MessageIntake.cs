using Boai.Workflows.Shared;

namespace Boai.Workflows.HospitalMessages;

/// <summary>Who is told of a message beside its sender.</summary>
public enum MessageAlert
{
    /// <summary>Somebody may be pretending.</summary>
    Security,

    DataProtection,
    DutyDesk,
}

/// <summary>How much of a message is kept.</summary>
public enum MessageKeeping
{
    /// <summary>The bytes, encrypted.</summary>
    Raw,

    /// <summary>Sender, time and digest only.</summary>
    DigestOnly,

    /// <summary>It is kept already.</summary>
    Nothing,
}

/// <summary>What becomes of a message.</summary>
/// <param name="Route">The process that takes it; null when none does.</param>
public sealed record MessageVerdict(
    MessageAcknowledgement Reply, MessageKeeping Keeping, string? Route, IReadOnlyList<MessageAlert> Alerts)
{
    public bool IsForProcessing => Route is not null;
}

/// <summary>HOSP-01: whether a message is accepted, answered again or refused (handbook §11.3, rules 1, 2, 6 and 8).</summary>
/// <remarks>Whether it can be parsed at all was asked before; whether a case likes what it says is answered later by R08.</remarks>
public static class MessageIntake
{
    /// <summary>Judges an envelope.</summary>
    /// <param name="known">What was judged before under this id by this sender or another; null when nothing was.</param>
    /// <param name="sender">The sender in the register; null when it is not there.</param>
    /// <param name="pack">Today's policy.</param>
    public static MessageVerdict Judge(HospitalEnvelope envelope, KnownMessage? known, RegisteredSender? sender, PolicyPack pack)
    {
        if (envelope.CredentialOwner != envelope.Sender)
        {
            return Fatal(envelope, MessageProblems.SenderMismatch, MessageKeeping.DigestOnly, MessageAlert.Security, MessageAlert.DutyDesk);
        }

        if (known is not null)
        {
            return known.Sender == envelope.Sender && known.Digest == envelope.Digest
                ? new MessageVerdict(known.Reply, MessageKeeping.Nothing, Route: null, [])
                : Fatal(envelope, MessageProblems.IdReused, MessageKeeping.DigestOnly, MessageAlert.Security);
        }

        if (HospitalEvents.Parse(envelope.EventCode) is not { } happened)
        {
            return Fatal(envelope, MessageProblems.EventUnknown, MessageKeeping.Raw);
        }

        HospitalEventRules rules = HospitalEvents.RulesOf(happened);
        if (sender is null || !sender.Roles.Intersect(rules.Senders).Any())
        {
            string code = sender is null ? MessageProblems.SenderUnknown : MessageProblems.SenderNotAllowed;
            return Fatal(envelope, code, MessageKeeping.DigestOnly, MessageAlert.DataProtection, MessageAlert.DutyDesk);
        }

        return Contents(envelope, rules, pack);
    }

    private static MessageVerdict Contents(HospitalEnvelope envelope, HospitalEventRules rules, PolicyPack pack)
    {
        ForbiddenFinding[] forbidden = [.. envelope.Forbidden.Where(found => rules.IsOrganEvent || found.What != ForbiddenContent.SecondPatient)];
        if (forbidden is not [])
        {
            return new MessageVerdict(
                new MessageAcknowledgement(
                    envelope.MessageId, ResponseCode.FatalError,
                    [.. forbidden.Select(found => new MessageIssue(MessageProblems.ForbiddenContent, found.Path))]),
                MessageKeeping.DigestOnly, Route: null, [MessageAlert.DataProtection]);
        }

        BusinessTime[] future = [.. ClockSkew.Refused(envelope, pack)];
        if (future is not [])
        {
            return new MessageVerdict(
                new MessageAcknowledgement(
                    envelope.MessageId, ResponseCode.FatalError, [.. future.Select(time => new MessageIssue(MessageProblems.FutureTime, time.Path))]),
                MessageKeeping.Raw, Route: null, []);
        }

        List<MessageIssue> remarks = [];
        List<MessageAlert> alerts = [];
        if (ClockSkew.IsWarned(envelope, pack))
        {
            remarks.Add(new MessageIssue(MessageProblems.ClockSkew, "Bundle.timestamp"));
            alerts.Add(MessageAlert.DutyDesk);
        }

        if (!rules.IsHandled)
        {
            remarks.Add(new MessageIssue(MessageProblems.NotYetHandled));
            alerts.Add(MessageAlert.DutyDesk);
        }

        return new MessageVerdict(
            new MessageAcknowledgement(envelope.MessageId, ResponseCode.Ok, remarks), MessageKeeping.Raw,
            rules.IsHandled ? rules.Process : null, [.. alerts.Distinct()]);
    }

    private static MessageVerdict Fatal(HospitalEnvelope envelope, string code, MessageKeeping keeping, params MessageAlert[] alerts)
        => new(new MessageAcknowledgement(envelope.MessageId, ResponseCode.FatalError, [new MessageIssue(code)]), keeping, Route: null, alerts);
}
