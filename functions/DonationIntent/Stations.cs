using Azure.Data.Tables;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.DonationIntent;

/// <summary>A registration office: name, address, contact and hours are published (CQ-BODY 9).</summary>
/// <param name="Unit">Six digits; <c>500000</c> is the municipality's own.</param>
public sealed record Station(string Unit, string Name, string Address, string Phone, string Hours);

public sealed record StationForm(string Name, string Address, string Phone, string Hours);

/// <summary>The registration offices. A row per unit: a few dozen.</summary>
internal sealed class Stations(AppStorage storage)
{
    private TableClient Table => storage.Table(IntentTables.Stations);

    public async Task<Station?> Find(string unit, CancellationToken cancellation) =>
        await Table.Find(unit, unit, cancellation) is { } row ? Read(row) : null;

    public async Task<IReadOnlyList<Station>> All(CancellationToken cancellation)
    {
        List<Station> all = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            all.Add(Read(row));
        }

        return [.. all.OrderBy(station => station.Unit, StringComparer.Ordinal)];
    }

    public Task Write(Station station, CancellationToken cancellation) => Table.UpsertEntityAsync(
        new TableEntity(station.Unit, station.Unit)
        {
            ["Name"] = station.Name, ["Address"] = station.Address, ["Phone"] = station.Phone, ["Hours"] = station.Hours,
        }, TableUpdateMode.Replace, cancellation);

    private static Station Read(TableEntity row) =>
        new(row.PartitionKey, row.GetString("Name"), row.GetString("Address"), row.GetString("Phone"), row.GetString("Hours"));
}

/// <summary>Publishing and reading the registration offices.</summary>
internal sealed class StationsEndpoint(CurrentRequest request, Stations stations, TimeProvider time)
{
    private const int LongestLine = 100;

    [Function("ListIntentStations")]
    public async Task<Ok<IReadOnlyList<Station>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/donation-intents/stations")] HttpRequest http, CancellationToken cancellation) =>
        TypedResults.Ok(await stations.All(cancellation));

    /// <summary>A district publishes its own office, the city any.</summary>
    [Function("PublishIntentStation")]
    public async Task<Ok<Station>> Publish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "donation-intents/stations/{unit}")] HttpRequest http, string unit, CancellationToken cancellation)
    {
        StationForm form = await StrictJson.Read<StationForm>(http, cancellation);
        FieldErrors errors = new();
        if (!UnitCode.TryParse(unit, out UnitCode? parsed, out InputFault fault))
        {
            errors.Add("unit", fault);
        }
        else if (Divisions.Chongqing.Find(parsed, ChinaCalendar.DateOf(time.GetUtcNow())) is null
            || (request.Actor.Unit != UnitCode.City && request.Actor.Unit != parsed))
        {
            errors.Add("unit", IntentErrors.StationUnit);
        }

        string name = TextRules.Check(form.Name, "name", LongestLine, errors), address = TextRules.Check(form.Address, "address", LongestLine, errors);
        string hours = TextRules.Check(form.Hours, "hours", LongestLine, errors);
        if (!PhoneNumber.TryParse(form.Phone, out PhoneNumber? phone, out fault))
        {
            errors.Add("phone", fault);
        }

        errors.ThrowIfAny();
        Station station = new(unit, name, address, phone!.Reveal(), hours);
        await stations.Write(station, cancellation);
        return TypedResults.Ok(station);
    }
}
