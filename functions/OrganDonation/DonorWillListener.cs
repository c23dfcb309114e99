using Boai.Functions.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.OrganDonation;

/// <summary>A will that changes in the register reaches the donor's open case at once: whoever refuses is never procured from (I-19).</summary>
internal sealed class DonorWillListener(
    DonorFamilies families, DonorRegister registers, CaseStore cases, CaseDecisions decisions, Worklist worklist, TimeProvider time) : IWillListener
{
    public async Task WillChanged(string personKey, DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (CaseNumber number in await families.CasesOf(personKey, cancellation))
        {
            if (await cases.Load<OrganFacts>(number, cancellation) is { } stored && stored.Head.StateOf().IsBeforeStart()
                && await registers.Find(number, cancellation) is { } standing && stored.Facts.Register?.Intent != standing)
            {
                string step = $"will-{stored.Head.Version}-{standing}-{time.GetUtcNow().ToUnixTimeSeconds()}";
                SystemStep taken = await decisions.Step<OrganFacts>(
                    number, (file, deciding) => OrganProcess.Apply(file, new OrganCommand.ReadRegisters(new RegisterReading(deciding.At, standing)), deciding), step, cancellation);
                await worklist.Refresh(number, cancellation);
                if (taken is SystemStep.Done done)
                {
                    await client.CaseChanged(number, done.Decided.Version, cancellation); // a hold goes out now
                }
            }
        }
    }
}
