using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Payments;

/// <summary>Finds the programme whose case is paid.</summary>
/// <remarks>Looked up when asked, because a programme may itself need the payment desk.</remarks>
public sealed class PaidCases(IServiceProvider services)
{
    /// <exception cref="InvalidOperationException">No programme answers for the case: its code is missing from this build.</exception>
    internal IPaidCase Of(CaseNumber number) =>
        services.GetServices<IPaidCase>().FirstOrDefault(programme => programme.Business == number.Business.Value)
        ?? throw new InvalidOperationException($"Case {number} asks for payments, but no programme {number.Business} is registered that pays.");
}
