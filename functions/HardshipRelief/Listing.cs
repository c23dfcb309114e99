using System.Text.Json;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>Makes the public line of a case and puts it up: first the line, then the case's word that its days have begun.</summary>
internal sealed class Listing(PublicList list, CaseStore cases, CaseDecisions decisions, PersonVault vault, PolicyBook policies, TimeProvider time)
{
    /// <summary>Puts up the list of a visit to a publicity state, once.</summary>
    public async Task PutUp(ReliefVisit visit, CancellationToken cancellation)
    {
        StoredCase<ReliefFacts>? stored = await cases.Load<ReliefFacts>(visit.Number, cancellation);
        if (stored is null || !stored.Head.StateOf().IsPublic() || stored.Head.StateVersion != visit.StateVersion)
        {
            return; // the case has moved on
        }

        string id = list.IdOf(visit.Number, visit.StateVersion);
        PublicLine line = await LineOf(stored, id, cancellation);
        await Show(line, stored, cancellation);
        SystemStep step = await decisions.Step<ReliefFacts>(
            visit.Number, (file, deciding) => ReliefProcess.Apply(file, new ReliefCommand.ListPublicly(id), deciding),
            $"{visit.Number.Value}|list|{visit.StateVersion}", cancellation);
        StoredCase<ReliefFacts> after = (await cases.Load<ReliefFacts>(visit.Number, cancellation))!;
        if (step is SystemStep.Refused && after.Facts.LastRun?.ListingId != id)
        {
            await list.TakeDown(stored.Head.Owner, id, cancellation);
        }
        else if (after.Head.StateOf().IsPublic() && after.Head.Clock is { } clock)
        {
            await Show(line with { ListedOn = after.Facts.LastRun!.ListedOn ?? line.ListedOn, LastDay = clock.LastDay }, after, cancellation);
        }
    }

    /// <summary>Takes every line of a case down.</summary>
    public async Task TakeDown(CaseNumber number, CancellationToken cancellation)
    {
        StoredCase<ReliefFacts> stored = await cases.Load<ReliefFacts>(number, cancellation)
            ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
        foreach (string listing in stored.Facts.Publicity.Select(run => run.ListingId).OfType<string>())
        {
            await list.TakeDown(stored.Head.Owner, listing, cancellation);
        }
    }

    private Task Show(PublicLine line, StoredCase<ReliefFacts> stored, CancellationToken cancellation)
    {
        int days = policies.For(stored.Head).For(PolicyKeys.ReliefPublicityWebDays).Days();
        return list.Show(line, stored.Head.Number, (line.LastDay ?? line.ListedOn).AddDays(days + 1), cancellation);
    }

    private async Task<PublicLine> LineOf(StoredCase<ReliefFacts> stored, string id, CancellationToken cancellation)
    {
        (CaseHead head, ReliefFacts facts) = stored.File;
        ReliefApplication application = facts.Application!;
        IReadOnlyDictionary<string, string> person = await vault.Read(
            stored.Applicant, head.Number, [VaultField.Name, DossierFields.Residence], AccessPurpose.System(PurposeCodes.Notice, head.Number.Value), cancellation);
        return new PublicLine(
            id, head.Owner.Value, Masking.Name(person.GetValueOrDefault(VaultField.Name, "")), PlaceOf(person, head.Owner),
            application.ConcernsMinor ? null : ReliefWords.Of(application.Cause), (facts.OnTheTable ?? Money.Zero).Fen,
            ChinaCalendar.DateOf(time.GetUtcNow()), LastDay: null, Renewed: facts.LastRun!.Renewed);
    }

    private string PlaceOf(IReadOnlyDictionary<string, string> person, UnitCode owner)
    {
        DateOnly today = ChinaCalendar.DateOf(time.GetUtcNow());
        PlacePart? place = person.TryGetValue(DossierFields.Residence, out string? json) ? JsonSerializer.Deserialize<PlacePart>(json, StrictJson.Options) : null;
        UnitCode division = UnitCode.TryParse(place?.Division, out UnitCode? named, out _) ? named : owner;
        return (Divisions.Chongqing.Find(division, today)?.Name ?? division.Value) + place?.Village?.Trim();
    }
}
