using System.Globalization;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Messages;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Tells people what a case needs or has become: short messages that lead to the letter, never the letter's data themselves.</summary>
internal sealed class ReliefNotices(CaseStore cases, PersonVault vault, Objectors objectors, IMessages messages)
{
    /// <summary>Sends one notice of a case; the same notice of the same visit is sent once.</summary>
    public async Task Send(ReliefNotice notice, CancellationToken cancellation)
    {
        StoredHead head = await cases.Find(notice.Number, cancellation)
            ?? throw new InvalidOperationException($"Case {notice.Number} has an orchestration and no partition.");
        StoredCase<ReliefFacts> stored = head.As<ReliefFacts>();
        string id = $"{notice.Number.Value}|{notice.Kind}|{notice.StateVersion}";
        foreach (string to in StaffToTell(notice.Kind, stored.Head))
        {
            await SendTo(to, subject: null, id, notice, stored, cancellation);
        }

        if (ApplicantIsTold(notice.Kind) && await PhoneOf(head, cancellation) is { } phone)
        {
            await SendTo(phone, head.Applicant, id, notice, stored, cancellation);
        }

        if (notice.Kind == ReliefNoticeKind.ObjectionAnswered)
        {
            IEnumerable<string> answered = stored.Facts.Objections.Where(objection => objection.Answered).Select(objection => objection.Id);
            foreach ((string objection, string objectorsPhone) in await objectors.Phones(head, answered, cancellation))
            {
                string text = ReliefWords.Text("notice.ObjectionAnswered.objector");
                await messages.Send(
                    new OutgoingMessage($"{id}|{objection}", head.Applicant, notice.Number.Value, KindOf(notice.Kind), objectorsPhone, text), cancellation);
            }
        }
    }

    /// <summary>Reminds about a task, or tells the next rung of the ladder.</summary>
    public async Task SendCall(CaseNumber number, CaseTask task, TaskCall call, string id, CancellationToken cancellation)
    {
        IReadOnlyList<string> roles = call.Rung > 0 ? Escalation.Addressees(task, call.Rung) : task.Roles;
        string text = ReliefWords.Text(
            call.Rung > 0 ? "call.escalated" : "call.reminded",
            ("case", number.Value), ("task", ReliefWords.Text($"task.{task.Kind}")), ("due", Text(task.DueAt)), ("rung", call.Rung.ToString(CultureInfo.InvariantCulture)));
        foreach (string role in roles)
        {
            UnitCode unit = role is Roles.CityOfficer or Roles.CityHead or Roles.Executive or Roles.Supervisor ? UnitCode.City : task.Unit;
            string to = task.AssignedTo is { } person && call.Rung <= 1 ? $"staff:{person}" : $"role:{role}@{unit.Value}";
            await messages.Send(new OutgoingMessage($"{id}|{to}", null, number.Value, call.Rung > 0 ? "escalation" : "reminder", to, text), cancellation);
        }
    }

    private async Task SendTo(
        string to, SubjectId? subject, string id, ReliefNotice notice, StoredCase<ReliefFacts> stored, CancellationToken cancellation)
    {
        string text = ReliefWords.Text(
            $"notice.{notice.Kind}",
            ("case", notice.Number.Value),
            ("due", stored.Head.Clock is { } clock ? Text(clock.DueAt) : ""),
            ("state", ReliefWords.Of(stored.Head.StateOf())));
        await messages.Send(new OutgoingMessage($"{id}|{to}", subject, notice.Number.Value, KindOf(notice.Kind), to, text), cancellation);
    }

    // Null once the person's data is gone: nobody is left to be told.
    private async Task<string?> PhoneOf(StoredHead head, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyDictionary<string, string> known = await vault.Read(
                head.Applicant, head.Head.Number, [VaultField.Phone], AccessPurpose.System(PurposeCodes.Notice, head.Head.Number.Value), cancellation);
            return known.GetValueOrDefault(VaultField.Phone);
        }
        catch (SubjectDestroyedException)
        {
            return null;
        }
    }

    private static bool ApplicantIsTold(ReliefNoticeKind kind) => kind is not (
        ReliefNoticeKind.ReviewOpened or ReliefNoticeKind.InvestigationOpened or ReliefNoticeKind.FiledWithCity or ReliefNoticeKind.Resumed);

    private static IEnumerable<string> StaffToTell(ReliefNoticeKind kind, CaseHead head) => kind switch
    {
        ReliefNoticeKind.ReviewOpened => head.Tasks.SelectMany(task => task.Roles.Select(role => $"role:{role}@{task.Unit.Value}")).Distinct(),
        ReliefNoticeKind.InvestigationOpened => [$"role:{Roles.DistrictLead}@{head.Owner.Value}", $"role:{Roles.Audit}@{UnitCode.City.Value}"],
        ReliefNoticeKind.FiledWithCity => [$"role:{Roles.CityOfficer}@{UnitCode.City.Value}"],
        ReliefNoticeKind.AccountToCorrect or ReliefNoticeKind.Resumed => [$"role:{Roles.DistrictOfficer}@{head.Owner.Value}"],
        _ => [],
    };

    private static string KindOf(ReliefNoticeKind kind) => "relief." + kind;

    private static string Text(DateTimeOffset due) => ChinaCalendar.InBeijing(due).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);
}
