using Boai.Functions.Storage;
using Boai.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.EndToEnd;

/// <summary>What an application costs in storage operations of the app. The durable journal commits many together; <c>bench relief</c> counts that, too.</summary>
public sealed class ReliefCostTests
{
    [Fact]
    public async Task An_application_of_an_unknown_person_costs_six_operations_until_its_orchestration_waits()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await ReliefJourney.Apply(app); // takes a block of case numbers along
        StorageMeter meter = app.Host.Services.GetRequiredService<StorageMeter>();
        meter.Reset();

        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid(2));

        string[] operations = [.. meter.Counts.SelectMany(entry => Enumerable.Repeat(entry.Key, (int)entry.Value)).Order(StringComparer.Ordinal)];
        Assert.Equal(
        [
            "table $batch POST", // the case, and its person's dossier
            "table $batch POST",
            "table idempotency PATCH",
            "table idempotency POST",
            "table personindex POST",
            "table worklist POST",
        ], operations);
        Assert.Equal("Intake", await journey.State());
    }

    [Fact]
    public async Task A_partner_that_follows_the_programme_costs_one_operation_for_each_change()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        await using PartnerServer server = await PartnerServer.StartAsync();
        await PartnerEndToEndTests.Agree(app, server);
        await ReliefJourney.Apply(app);
        StorageMeter meter = app.Host.Services.GetRequiredService<StorageMeter>();
        meter.Reset();

        await ReliefJourney.Apply(app, ReliefForms.Valid(2));

        Assert.Equal((7, 1), (meter.Total, meter.Counts.Where(entry => entry.Key.StartsWith("table partnermarks ", StringComparison.Ordinal)).Sum(entry => entry.Value)));
    }
}
