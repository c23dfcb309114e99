using System.Globalization;
using System.Resources;
using Boai.Functions.Messages;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Operations;

/// <summary>Tells the city's officers that a case stood still: once a day for each case and cause, however often it is found.</summary>
public sealed class StuckCaseAlarm(IMessages messages, TimeProvider time)
{
    /// <summary>What the log line about a stuck case is found by.</summary>
    public static readonly EventId Event = new(9001, "StuckCase");

    private static readonly ResourceManager Texts = new("Boai.Functions.Operations.OperationsTexts", typeof(StuckCaseAlarm).Assembly);

    public Task Tell(CaseHead head, StuckCause cause, CancellationToken cancellation)
    {
        string day = ChinaCalendar.DateOf(time.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string text = Text($"stuck.{cause}").Replace("{case}", head.Number.Value, StringComparison.Ordinal);
        OutgoingMessage message = new(
            $"{head.Number.Value}|stuck|{cause}|{day}", Subject: null, head.Number.Value, "stuck-case", $"role:{Roles.CityOfficer}@{UnitCode.City.Value}", text);
        return messages.Send(message, cancellation);
    }

    private static string Text(string name) => Texts.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"OperationsTexts.resx has no text {name}.");
}
