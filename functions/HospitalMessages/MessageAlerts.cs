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
