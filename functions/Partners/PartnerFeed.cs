using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Boai.Workflows.Partners;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Partners;

/// <summary>From what happened to what partners are told: loses nothing, tells nothing that did not happen.</summary>
/// <remarks>
/// A change of a case is marked before it is written, and looked up in the case afterwards: whatever dies in between, the mark stays, and the
/// case's events say whether it happened. While no partner follows the programme this costs nothing; else one small write for each change.
/// </remarks>
internal sealed class PartnerFeed(
    AppStorage storage, PartnerBook book, PartnerEvents events, CaseStore cases, CaseProgrammes programmes, PolicyBook policies, TimeProvider time)
{
    private TableClient Marks => storage.Table(PartnerTables.Marks);

    /// <summary>Looks at every mark and starts what is to be sent. Safe to repeat, and beside another run.</summary>
    /// <returns>How many sendings were started, those included that had been started before.</returns>
    public async Task<int> Publish(DurableTaskClient client, CancellationToken cancellation)
    {
        IReadOnlyList<Partner> partners = await book.All(cancellation);
        List<TableEntity> marks = [];
        await foreach (TableEntity mark in Marks.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            marks.Add(mark);
        }

        int started = 0;
        foreach (IGrouping<string, TableEntity> subject in marks.GroupBy(mark => mark.PartitionKey, StringComparer.Ordinal))
        {
            bool isCase = CaseNumber.TryParse(subject.Key, out CaseNumber? number, out _);
            (IReadOnlyList<StoredEvent> happened, int? reached) = isCase
                ? await Happened(number!, subject.Min(PartnerMarks.VersionOf), cancellation)
                : ([.. subject.Select(mark => events.Of(PartnerMarks.FiguresOf(mark)))], null);
            foreach (StoredEvent one in happened)
            {
                started += await Start(one, partners, client, cancellation);
            }

            foreach (TableEntity mark in subject.Where(mark => PartnerMarks.IsDone(mark, reached, time.GetUtcNow())))
            {
                await Marks.DeleteEntityAsync(mark.PartitionKey, mark.RowKey, ETag.All, cancellation);
            }
        }

        return started;
    }

    // An event is a state that the applicant sees and did not see before; drafts are their author's alone.
    private async Task<(IReadOnlyList<StoredEvent> Happened, int? Reached)> Happened(CaseNumber number, int first, CancellationToken cancellation)
    {
        if (await cases.Find(number, cancellation) is not { } stored)
        {
            return ([], null);
        }

        if (stored.Head.Version < first)
        {
            return ([], stored.Head.Version);
        }

        ICaseProgramme programme = programmes.Of(stored.Head);
        List<StoredEvent> happened = [];
        PublicState? before = null;
        foreach (CaseHead head in CaseFold.Heads(await cases.Events(number, cancellation)))
        {
            PublicState state = programme.PublicStateOf(head);
            if (head.Version >= first && state != before && state != PublicState.Draft)
            {
                happened.Add(events.Of(head, state));
            }

            before = state;
        }

        return (happened, stored.Head.Version);
    }

    private async Task<int> Start(StoredEvent happened, IReadOnlyList<Partner> partners, DurableTaskClient client, CancellationToken cancellation)
    {
        Partner[] told = [.. partners.Where(partner => partner.Wants(happened.Kind, happened.Programme, happened.At))];
        if (told.Length > 0)
        {
            await events.Keep(happened, cancellation);
        }

        foreach (Partner partner in told)
        {
            await Carry(new EventToDeliver(partner.Id, happened.Id, DeliveryLadder.Of(policies.Today, ChinaCalendar.DateOf(time.GetUtcNow()))), client, cancellation);
        }

        return told.Length;
    }

    /// <summary>Has an event carried to a partner; starting it twice sends nothing twice.</summary>
    public static Task Carry(EventToDeliver delivery, DurableTaskClient client, CancellationToken cancellation) =>
        client.StartOnce(nameof(PartnerDelivery), PartnerDelivery.InstanceOf(delivery), delivery, cancellation);
}

/// <summary>Marks what may have happened, for <see cref="PartnerFeed"/> to look at.</summary>
internal sealed class PartnerMarks(AppStorage storage, PartnerBook book, TimeProvider time) : ICaseFollower, IFiguresFollower
{
    /// <summary>No write of a case is under way for so long: what did not happen by then never will.</summary>
    private static readonly TimeSpan Given = TimeSpan.FromMinutes(15);

    private TableClient Table => storage.Table(PartnerTables.Marks);

    public async Task Changing(CaseHead head, int firstVersion, CancellationToken cancellation)
    {
        if ((await book.Recent(cancellation)).Any(partner =>
            partner.Stage == PartnerStage.Active && partner.Events.Contains(PartnerEventKind.CaseStateChanged) && partner.Programmes.Contains(head.Programme, StringComparer.Ordinal)))
        {
            string row = string.Create(CultureInfo.InvariantCulture, $"{head.Number.Value}|{firstVersion:D6}");
            await Table.UpsertEntityAsync(
                new TableEntity(head.Number.Value, row) { ["Version"] = firstVersion, ["At"] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellation);
        }
    }

    public async Task FiguresFrozen(int year, int version, string snapshotHash, DateTimeOffset at, CancellationToken cancellation)
    {
        if ((await book.Recent(cancellation)).Any(partner => partner.Stage == PartnerStage.Active && partner.Events.Contains(PartnerEventKind.FiguresFrozen)))
        {
            string row = string.Create(CultureInfo.InvariantCulture, $"figures|{year}|{version}");
            await Table.UpsertEntityAsync(
                new TableEntity("figures", row) { ["Year"] = year, ["Version"] = version, ["Hash"] = snapshotHash, ["FrozenAt"] = at, ["At"] = time.GetUtcNow() },
                TableUpdateMode.Replace, cancellation);
        }
    }

    internal static int VersionOf(TableEntity mark) => mark.GetInt32("Version")!.Value;

    internal static FiguresFrozen FiguresOf(TableEntity mark) =>
        new(mark.GetInt32("Year")!.Value, VersionOf(mark), mark.GetString("Hash"), mark.GetDateTimeOffset("FrozenAt")!.Value);

    /// <param name="reached">The case's version, as it was looked at; null for figures, and for a case that is not there.</param>
    internal static bool IsDone(TableEntity mark, int? reached, DateTimeOffset now) =>
        mark.PartitionKey == "figures" || reached >= VersionOf(mark) || mark.GetDateTimeOffset("At") + Given < now;
}
