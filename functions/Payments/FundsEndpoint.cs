using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Payments;

/// <summary>Funds: create, look at, and post what came in.</summary>
public sealed class FundsEndpoint(CurrentRequest request, FundStore funds, FundReceipts receipts)
{
    [Function("CreateFund")]
    public async Task<Created<FundView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/funds")] HttpRequest http, CancellationToken cancellation)
    {
        FundForm form = await StrictJson.Read<FundForm>(http, cancellation);
        Fund fund = await funds.Create(form.Parse(request.Actor.Unit, request.DecisionId), cancellation);
        return TypedResults.Created($"/api/payments/funds/{fund.Id}", FundView.Of(fund));
    }

    [Function("ListFunds")]
    public async Task<Ok<IReadOnlyList<FundView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/funds")] HttpRequest http, CancellationToken cancellation)
    {
        UnitCode unit = request.UnitAsked(http);
        List<Fund> found = [.. await funds.Of(unit, cancellation)];
        if (unit != UnitCode.City)
        {
            found.AddRange(await funds.Of(UnitCode.City, cancellation)); // the municipality's funds may serve every unit
        }

        return TypedResults.Ok<IReadOnlyList<FundView>>([.. found.Select(FundView.Of)]);
    }

    [Function("ReadFund")]
    public async Task<Ok<FundBooksView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/funds/{fundId}")] HttpRequest http, string fundId, CancellationToken cancellation)
    {
        FundId id = Id(fundId);
        Fund fund = await funds.Find(id, cancellation) ?? throw Unknown(id);
        request.MustSee(fund.Unit);
        IReadOnlyList<PostingView> postings =
        [
            .. (await funds.Postings(id, cancellation)).Select(posting => new PostingView(
                posting.Key, posting.Debit, posting.Credit, posting.Amount.Fen, posting.At, posting.Payment?.Value)),
        ];
        return TypedResults.Ok(new FundBooksView(FundView.Of(fund), postings));
    }

    [Function("ReceiveFunds")]
    public async Task<Ok<FundView>> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/funds/{fundId}/receipts")] HttpRequest http, string fundId, CancellationToken cancellation)
    {
        FundId id = Id(fundId);
        ReceiptForm form = await StrictJson.Read<ReceiptForm>(http, cancellation);
        Fund fund = await funds.Find(id, cancellation) ?? throw Unknown(id);
        if (fund.Unit != request.Actor.Unit)
        {
            throw new ProblemException(PlatformErrors.AccessUnit);
        }

        if (await receipts.Post(fund, form.Transaction, form.AmountFen, cancellation) is [_, ..] problems)
        {
            throw new ProblemException([.. problems.Select(problem => problem.ToProblem())]);
        }

        return TypedResults.Ok(FundView.Of((await funds.Find(id, cancellation))!));
    }

    private static ProblemException Unknown(FundId id) => new(Problem.Of(PaymentProblems.FundUnknown, ("fund", id.Value)));

    private static FundId Id(string text) => FundId.TryParse(text, out FundId? id, out InputFault fault)
        ? id
        : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "fundId"));
}
