using System.Globalization;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Queue;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Messages;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;

namespace Boai.Functions.HospitalMessages;

/// <summary>Tells people about messages: ids and codes, never contents.</summary>
internal sealed class MessageAlerts(IMessages messages)
{
    private static readonly string[] Guards = [Roles.Audit, Roles.DutyDesk, Roles.DutyLead];

    public async Task Send(MessageAlert alert, HospitalEnvelope envelope, MessageAcknowledgement reply, CancellationToken cancellation)
    {
        string reasons = string.Join('、', reply.Issues.Select(issue => HospitalTexts.Of(issue.Code)).Distinct());
        string text = Fill($"alert.{alert}", envelope.MessageId, HospitalEvents.Parse(envelope.EventCode)?.ToString() ?? "?", reasons);
        string[] roles = alert switch
        {
            MessageAlert.Security => Guards,
            MessageAlert.DataProtection => [Roles.DataProtection],
            _ => [Roles.DutyDesk],
        };
        await ToRoles(roles, $"hospital-message|{envelope.Digest}|{alert}", "hospital." + alert, text, cancellation);
    }

    public Task SetAside(MessageSetAside aside, CancellationToken cancellation) => ToRoles(
        [Roles.DutyDesk], $"hospital-message|{aside.MessageId}|aside", "hospital.SetAside",
        Fill("alert.SetAside", aside.MessageId, "", HospitalTexts.Of(aside.ReasonCode)), cancellation);

    /// <summary>Nobody acknowledged a message: DUTY phones (handbook §11.3 rule 4).</summary>
    public Task Phone(SentMessage sent, CancellationToken cancellation) => ToDesk($"hospital-phone|{sent.MessageId}", "hospital.Phone", About("alert.Phone", sent), cancellation);

    /// <summary>The hospital answered that it cannot take a message.</summary>
    public Task NotTaken(SentMessage sent, CancellationToken cancellation) =>
        ToDesk($"hospital-not-taken|{sent.MessageId}", "hospital.NotTaken", About("alert.NotTaken", sent), cancellation);

    /// <summary>The queue put a message aside.</summary>
    public async Task Dead(DeadLetter dead, CancellationToken cancellation)
    {
        string[] roles = dead.ReasonCode == PoisonReasons.NotSigned ? Guards : [Roles.DutyDesk];
        string text = Fill("alert.Dead", dead.Digest[..12], "", HospitalTexts.Of(dead.ReasonCode));
        await ToRoles(roles, $"hospital-dead|{dead.Digest}|{dead.Times}", "hospital.Dead", text, cancellation);
    }

    /// <summary>A hospital has been silent for too long (rule 7): once for each silence.</summary>
    public Task Silent(Hospital hospital, DateTimeOffset heardAt, CancellationToken cancellation) => ToDesk(
        $"hospital-silent|{hospital.Code.Value}|{heardAt.ToUnixTimeSeconds()}", "hospital.Silent",
        HospitalTexts.Of("alert.Silent").Replace("{hospital}", hospital.Name, StringComparison.Ordinal)
            .Replace("{since}", ChinaCalendar.InBeijing(heardAt).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal),
        cancellation);

    private Task ToDesk(string id, string kind, string text, CancellationToken cancellation) => ToRoles([Roles.DutyDesk], id, kind, text, cancellation);

    private static string About(string name, SentMessage sent) => Fill(name, sent.MessageId, sent.Code, sent.Case ?? "");

    private async Task ToRoles(IEnumerable<string> roles, string id, string kind, string text, CancellationToken cancellation)
    {
        foreach (string role in roles)
        {
            string to = $"role:{role}@{UnitCode.City.Value}";
            await messages.Send(new OutgoingMessage($"{id}|{to}", null, "", kind, to, text), cancellation);
        }
    }

    private static string Fill(string name, string id, string happened, string reasons) => HospitalTexts.Of(name)
        .Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{event}", happened, StringComparison.Ordinal)
        .Replace("{reasons}", reasons, StringComparison.Ordinal);
}
