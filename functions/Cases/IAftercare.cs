using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.Cases;

/// <summary>Takes over a family once a donation is done: a programme of its own, of which the donor case knows no more than this.</summary>
public interface IAftercare
{
    /// <summary>Starts care. Repeating it, also after years, starts nothing a second time.</summary>
    /// <param name="donation">The donor's case.</param>
    /// <param name="donor">Whose data the names are.</param>
    /// <param name="diedOn">Beijing day.</param>
    Task Start(CaseHead donation, SubjectId donor, DateOnly diedOn, DurableTaskClient client, CancellationToken cancellation);
}
