using Boai.Functions.Cases;
using Boai.Functions.Documents;
using Boai.Functions.Payments;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>What the system owes after an entry has changed: notice, figures, worklist, donor cases, and the end of data that is needed no more.</summary>
/// <remarks>
/// An entry has no orchestration (handbook §2.12); so this runs within the request that changed it, and again when that broke off. Every
/// part follows from the entry as it stands and may run any number of times.
/// </remarks>
internal sealed class IntentSettlement(
    CaseStore cases, IntentIndex index, IntentNoticeSender notices, Worklist worklist, AidBook figures, PersonVault vault, DocumentStore documents,
    IEnumerable<IWillListener> listeners)
{
    public async Task Settle(CaseNumber number, DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<IntentFacts> stored = await cases.Load<IntentFacts>(number, cancellation)
            ?? throw new InvalidOperationException($"Entry {number} is to be settled and has no partition.");
        IReadOnlyList<CaseEvent> events = await cases.Events(number, cancellation);

        // Donor cases first: a refusal must reach an open one before anything else is seen to.
        await TellDonorCases(stored, client, cancellation);
        await notices.Send(stored, events, cancellation);
        await Count(stored, events, cancellation);
        await worklist.Refresh(stored.Head, cancellation);

        // The national register has to be told first, and by name.
        if (stored.Facts.Form is null && !stored.Head.LegalHold && stored.Head.Tasks.Count == 0)
        {
            await Erase(stored, cancellation);
        }
    }

    private async Task TellDonorCases(StoredCase<IntentFacts> stored, DurableTaskClient client, CancellationToken cancellation)
    {
        string[] keys = [.. (await index.Entries(stored.Applicant, cancellation)).Where(entry => entry.Number == stored.Head.Number).Select(entry => entry.PersonKey)];
        foreach (string key in keys)
        {
            foreach (IWillListener listener in listeners)
            {
                await listener.WillChanged(key, client, cancellation);
            }
        }
    }

    /// <summary>Persons newly effective, each once per metric and year, by the entry that counted first.</summary>
    private async Task Count(StoredCase<IntentFacts> stored, IReadOnlyList<CaseEvent> events, CancellationToken cancellation)
    {
        List<IntentGroup> before = [];
        foreach (IntentStatement said in stored.Facts.Statements.Where(one => one.Kind is StatementKind.Effective or StatementKind.Changed))
        {
            DateOnly on = ChinaCalendar.DateOf(said.At);
            foreach (string metric in IntentContributions.Of(before, said.Groups, []))
            {
                CaseNumber by = await index.Counted(stored.Applicant, metric, on.Year, stored.Head.Number, cancellation);
                if (by == stored.Head.Number)
                {
                    await figures.Contribute(
                        [new KpiContribution($"{stored.Head.Number}|{metric}|{on.Year}", metric, stored.Head.Owner, on, 1, stored.Head.Number, "intent")], cancellation);
                }
            }

            before = [.. before.Union(said.Groups)];
        }
    }

    /// <summary>Of a withdrawn intent nothing is kept but the keyed hash, the dates and what was said last (handbook §12.5).</summary>
    private async Task Erase(StoredCase<IntentFacts> stored, CancellationToken cancellation)
    {
        await cases.Minimise(stored.Head.Number, IntentMinimisation.Of, cancellation);

        // The holder's own signed words, of withdrawal and refusal, are what the bar rests on.
        string[] words = [.. stored.Head.Documents.Where(document => document.Kind == IntentDocuments.HolderStatement).Select(document => document.Id)];
        await documents.Destroy(stored.Head.Number, cancellation, words);
        await vault.Reduce(stored.Applicant, stored.Head.Number, _ => false, cancellation);
        await vault.Unname(stored.Applicant, cancellation);
    }
}
