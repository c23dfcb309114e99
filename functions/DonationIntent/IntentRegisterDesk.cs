using Boai.Functions.Cases;
using Boai.Functions.Vault;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationIntent;

/// <summary>The register's answers: to donor cases, and to whoever checks a form.</summary>
internal sealed class IntentRegisterDesk(PersonIndex persons, IntentIndex index, TimeProvider time) : IIntentRegister
{
    public async Task<RegisteredWill> Ask(string personKey, DonatedGroup group, CancellationToken cancellation) =>
        await persons.Find(personKey, cancellation) is { } known ? await Ask(known.Subject, GroupOf(group), cancellation) : RegisteredWill.None;

    /// <summary>What counts at this instant for a known person.</summary>
    public async Task<RegisteredWill> Ask(SubjectId person, IntentGroup group, CancellationToken cancellation) =>
        IntentRegister.StandingAt((await index.Files(person, cancellation)).Select(file => file.Facts), group, time.GetUtcNow()) switch
        {
            IntentStanding.Refused => RegisteredWill.Refused,
            IntentStanding.WithdrawnSilently => RegisteredWill.WithdrawnSilently,
            IntentStanding.Valid => RegisteredWill.Valid,
            _ => RegisteredWill.None,
        };

    private static IntentGroup GroupOf(DonatedGroup group) => group switch
    {
        DonatedGroup.Organs => IntentGroup.Organs,
        DonatedGroup.Body => IntentGroup.Body,
        DonatedGroup.Cornea => IntentGroup.Cornea,
        _ => throw new System.Diagnostics.UnreachableException($"No such group: {group}"),
    };
}
