using Boai.Functions.Cases;
using Boai.Functions.Vault;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>Marks entries that a donation has carried out, or that a death without donation has ended.</summary>
internal sealed class IntentExecution(PersonIndex persons, IntentIndex index, CaseDecisions decisions, IntentSettlement settlement) : IIntentExecution
{
    public Task Executed(string personKey, CaseNumber donation, DurableTaskClient client, CancellationToken cancellation) =>
        Each(personKey, new IntentCommand.MarkExecuted(donation), "executed-" + donation.Value, client, cancellation);

    public Task Lapsed(string personKey, CaseNumber donation, DurableTaskClient client, CancellationToken cancellation) =>
        Each(personKey, new IntentCommand.MarkLapsed(), "lapsed-" + donation.Value, client, cancellation);

    // An entry that the act does not fit refuses it, and stays as it is: it was withdrawn, or covers something else.
    private async Task Each(string personKey, IntentCommand command, string step, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await persons.Find(personKey, cancellation) is not { } known)
        {
            return;
        }

        foreach (StoredCase<IntentFacts> file in await index.Files(known.Subject, cancellation))
        {
            if (await decisions.Step<IntentFacts>(file.Head.Number, (entry, deciding) => IntentProcess.Apply(entry, command, deciding), step, cancellation) is SystemStep.Done)
            {
                await settlement.Settle(file.Head.Number, client, cancellation);
            }
        }
    }
}
