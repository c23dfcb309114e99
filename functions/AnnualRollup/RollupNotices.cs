using System.Globalization;
using Boai.Functions.Messages;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.AnnualRollup;

/// <summary>Tells districts and city about a rollup: units and dates, never a figure or a person. The same notice goes once.</summary>
public sealed class RollupNotices(IMessages messages)
{
    /// <summary>Figures of a year await confirmation; of a flash nobody is told but of units that failed.</summary>
    public async Task Computed(RollupHead head, DateOnly confirmBy, CancellationToken cancellation)
    {
        if (head is not { Stage: RollupStage.Computed, Latest: { } run })
        {
            return;
        }

        string[] failed = [.. run.Lines.Where(line => line.Hash is null).Select(line => line.Unit)];
        if (failed.Length > 0)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{head.Period.Id}|failed|{run.Run}");
            await ToCity(id, "rollup.failed", Fill("notice.failed", head.Period, failed, confirmBy), cancellation);
        }

        if (!head.Period.IsFlash)
        {
            // Whoever confirmed figures that are still the same hears nothing new.
            foreach (RunLine line in run.Lines.Where(line => line.Hash is not null && RollupUnits.IsAsked(line.Unit)))
            {
                await ToLead(head.Period, line.Unit, $"ready|{line.Hash}", "rollup.ready", confirmBy, cancellation);
            }
        }
    }

    /// <summary>A reminder of those who said nothing, or the word to the city about those who have not confirmed.</summary>
    public async Task Call(RollupHead head, RollupCall call, DateOnly confirmBy, CancellationToken cancellation)
    {
        string day = ChinaCalendar.DateOf(call.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (call.Kind == RollupCallKind.Remind)
        {
            foreach (string unit in head.Silent)
            {
                await ToLead(head.Period, unit, $"remind|{day}", "rollup.remind", confirmBy, cancellation);
            }
        }
        else if (head.Unconfirmed is { Count: > 0 } unconfirmed)
        {
            await ToCity($"{head.Period.Id}|escalate|{day}", "rollup.escalate", Fill("notice.escalate", head.Period, unconfirmed, confirmBy), cancellation);
        }
    }

    /// <summary>What became of a correction.</summary>
    /// <param name="made">Null when there is no new version.</param>
    public Task Corrected(RollupHead head, int number, FrozenVersion? made, CancellationToken cancellation)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{head.Period.Id}|correction|{number}");
        string text = Fill(made is null ? "notice.notCorrected" : "notice.corrected", head.Period, made?.Units ?? [], default)
            .Replace("{version}", (made?.Version ?? 0).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return ToCity(id, made is null ? "rollup.not-corrected" : "rollup.corrected", text, cancellation);
    }

    private Task ToLead(RollupPeriod period, string unit, string what, string kind, DateOnly confirmBy, CancellationToken cancellation) => messages.Send(
        new OutgoingMessage(
            $"{period.Id}|{unit}|{what}", Subject: null, "", kind, $"role:{Roles.DistrictLead}@{unit}",
            Fill(kind.Replace("rollup.", "notice.", StringComparison.Ordinal), period, [unit], confirmBy)),
        cancellation);

    private async Task ToCity(string id, string kind, string text, CancellationToken cancellation)
    {
        foreach (string role in new[] { Roles.CityOfficer, Roles.CityHead })
        {
            string to = $"role:{role}@{UnitCode.City.Value}";
            await messages.Send(new OutgoingMessage($"{id}|{to}", Subject: null, "", kind, to, text), cancellation);
        }
    }

    private static string Fill(string name, RollupPeriod period, IEnumerable<string> units, DateOnly confirmBy) => RollupWords.Text(name)
        .Replace("{period}", RollupWords.Of(period), StringComparison.Ordinal)
        .Replace("{units}", string.Join('、', units.Select(unit => RollupWords.UnitName(unit, period))), StringComparison.Ordinal)
        .Replace("{until}", confirmBy.ToString("M月d日", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
