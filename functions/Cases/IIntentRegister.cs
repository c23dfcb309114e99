using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <summary>What the branch's own register of intents and refusals says of somebody (G2; ODR 9, CQ-BODY 14).</summary>
public enum RegisteredWill
{
    /// <summary>No entry.</summary>
    None,

    /// <summary>有效.</summary>
    Valid,

    /// <summary>撤销-未表态 (U-04).</summary>
    WithdrawnSilently,

    /// <summary>明示不同意: an absolute bar.</summary>
    Refused,
}

/// <summary>Which regime's donation is asked about.</summary>
public enum DonatedGroup
{
    Organs,
    Body,
    Cornea,
}

/// <summary>The register of intents (LIFE-01), as far as donations of LIFE-02 to 04 need it. A person is named by the keyed hash of an identity number.</summary>
public interface IIntentRegister
{
    /// <summary>What counts at this instant.</summary>
    Task<RegisteredWill> Ask(string personKey, DonatedGroup group, CancellationToken cancellation);
}

/// <summary>What donations do to the entries of the register.</summary>
public interface IIntentExecution
{
    /// <summary>A donation that may have rested on an intent is closed. Safe to repeat; without a fitting intent nothing happens.</summary>
    Task Executed(string personKey, CaseNumber donation, DurableTaskClient client, CancellationToken cancellation);

    /// <summary>The person has died and donates nothing. Safe to repeat.</summary>
    Task Lapsed(string personKey, CaseNumber donation, DurableTaskClient client, CancellationToken cancellation);
}

/// <summary>A programme with open cases about donors: hears when somebody's will changes in the register.</summary>
public interface IWillListener
{
    /// <summary>Looks again at every open case of this person. Safe to repeat.</summary>
    Task WillChanged(string personKey, DurableTaskClient client, CancellationToken cancellation);
}
