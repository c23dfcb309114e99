using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.HardshipRelief;

/// <summary>Acts that grant money: the fund and the household's ledger hear of it before the case says it, and take it back when the case does not.</summary>
/// <remarks>
/// In this order every crash is harmless: a promise without a grant holds money back until the desk's repair releases it, a grant without
/// a promise could overdraw a fund. Of two cases of one household that are approved at the same moment, the second sees the first's promise.
/// </remarks>
internal sealed class ReliefGrants(ReliefActs acts, HouseholdHistory history, CaseStore cases, IPaymentDesk desk)
{
    /// <summary>Takes an act that may grant money.</summary>
    /// <param name="command">The act, given the household's other aid.</param>
    public async Task<Ok<ActDone>> Take(
        DurableTaskClient client, FundId fund, Func<PriorAid, ReliefCommand> command, int version, string? note, CancellationToken cancellation)
    {
        string text = ReliefActs.Checked(note);
        StoredCase<ReliefFacts> basis = acts.Case;
        if (basis.Facts.Application is null)
        {
            throw new ProblemException(CaseProblem.Of(CaseProblems.State, ("state", basis.Head.State)).ToProblem(ReliefWords.Words));
        }

        ReliefCommand act = command(await history.Prior(basis, cancellation));
        if (Ordered(basis, acts.Try(basis, act, version, text)) is { } ordered)
        {
            await Promise(basis, fund, ordered, cancellation);
            act = command(await history.Prior(basis, cancellation));
        }

        try
        {
            return await acts.Take(client, act, version, note, cancellation);
        }
        catch (ProblemException)
        {
            await ReleaseStray(basis.Head.Number, fund, cancellation);
            throw;
        }
    }

    private async Task Promise(StoredCase<ReliefFacts> basis, FundId fund, ReliefPayment ordered, CancellationToken cancellation)
    {
        ReliefApplication application = basis.Facts.Application!;
        FundUse use = new(
            PaymentId.Parse(ordered.PaymentId), ordered.Amount, basis.Head.Owner, application.Cause.ToString(), application.Division ?? basis.Head.Owner,
            application.Household);
        IReadOnlyList<CaseProblem> refusals = await desk.Reserve(fund, use, cancellation);
        if (refusals is not [])
        {
            throw new ProblemException([.. refusals.Select(refusal => (refusal with { Field = refusal.Field ?? "fundId" }).ToProblem())]);
        }
    }

    // A payment that the case pays from another fund, or does not have at all, has nothing to hold on to in this one.
    private async Task ReleaseStray(CaseNumber number, FundId fund, CancellationToken cancellation)
    {
        ReliefFacts facts = (await cases.Load<ReliefFacts>(number, cancellation))!.Facts;
        for (int place = 1; place <= facts.Payments.Count + 1; place++)
        {
            PaymentId payment = PaymentId.Create(number, place);
            if (!facts.Payments.Any(known => known.PaymentId == payment.Value && known.FundId == fund.Value && known.Stage != PaymentStage.Cancelled))
            {
                await desk.Release(fund, payment, cancellation);
            }
        }
    }

    // Null for a level below the last, for a grant that urgent aid has paid already, and for a refusal that the act itself will give.
    private static ReliefPayment? Ordered(StoredCase<ReliefFacts> basis, CaseOutcome<ReliefFacts> outcome) =>
        outcome is CaseOutcome<ReliefFacts>.Accepted accepted ? accepted.Next.Facts.Payments.Skip(basis.Facts.Payments.Count).FirstOrDefault() : null;
}

/// <summary>The household's aid from other cases, judged today.</summary>
internal sealed class HouseholdHistory(IPaymentDesk desk, PolicyBook policies, TimeProvider time)
{
    public Task<PriorAid> Prior(StoredCase<ReliefFacts> stored, CancellationToken cancellation) =>
        Prior(stored.Facts.Application!, stored.Head.Number, policies.For(stored.Head), cancellation);

    public async Task<PriorAid> Prior(ReliefApplication application, CaseNumber number, CasePolicy policy, CancellationToken cancellation)
    {
        Workflows.Payments.HouseholdAid aid = await desk.OfHousehold(application.Household, cancellation);
        IEnumerable<HouseholdGrant> grants = aid.Grants
            .Where(grant => grant.Standing != ReservationState.Released && grant.Amount > Money.Zero)
            .Select(grant => new HouseholdGrant(grant.Payment.Case, ProgrammeOf(grant.Payment.Case), grant.Cause, grant.Amount, grant.GrantedOn));
        return Workflows.HardshipRelief.HouseholdAid.Before(grants, number, application.Cause, ChinaCalendar.DateOf(time.GetUtcNow()), policy);
    }

    // The ledger knows cases by their number alone; of other programmes only their being others matters here.
    private static string ProgrammeOf(CaseNumber number) => number.Business == ReliefProcess.Business ? ReliefProcess.Programme : number.Business.Value;
}

/// <summary>The fund that a form names.</summary>
internal static class ReliefFund
{
    /// <exception cref="ProblemException">It is no fund's number.</exception>
    public static FundId Read(string fundId) =>
        FundId.TryParse(fundId, out FundId? fund, out InputFault fault)
            ? fund
            : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "fundId"));
}
