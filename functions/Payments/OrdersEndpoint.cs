using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.Payments;

/// <summary>Payment orders, to look at.</summary>
public sealed class OrdersEndpoint(CurrentRequest request, PaymentOrders orders)
{
    [Function("ListReadyPayments")]
    public async Task<Ok<IReadOnlyList<PaymentView>>> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/ready")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<PaymentOrder> ready = await orders.ReadyOf(request.UnitAsked(http), cancellation);
        return TypedResults.Ok<IReadOnlyList<PaymentView>>([.. ready.Select(PaymentView.Of)]);
    }

    [Function("ReadPayment")]
    public async Task<Ok<PaymentView>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/orders/{paymentId}")] HttpRequest http, string paymentId, CancellationToken cancellation)
    {
        PaymentOrder order = PaymentId.TryParse(paymentId, out PaymentId? id, out InputFault fault)
            ? await orders.Find(id, cancellation) ?? throw new ProblemException(Problem.Of(PaymentProblems.Unknown, ("payment", id.Value)))
            : throw new ProblemException(new Problem(InputErrors.CodeOf(fault), "paymentId"));
        request.MustSee(order.Unit);
        return TypedResults.Ok(PaymentView.Of(order));
    }
}
