using System.Text.Json.Serialization;

namespace Boai.Workflows.Cases;

/// <summary>What a person did in a case, as far as it keeps that person from doing something else in it (handbook §2.8).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Duty>))]
public enum Duty
{
    /// <summary>Applied, for oneself or for a ward.</summary>
    Apply,

    /// <summary>Nominated or filled in the form for somebody, as village officer.</summary>
    Nominate,

    /// <summary>Checked the application for completeness and scope.</summary>
    Review,

    /// <summary>Visited and verified.</summary>
    Verify,

    /// <summary>Gave the first opinion.</summary>
    Opine,

    /// <summary>Approved, returned or refused at the approval stage.</summary>
    Approve,

    /// <summary>Put the payment into a batch, as accountant.</summary>
    PreparePayment,

    /// <summary>Paid, as cashier.</summary>
    Pay,

    /// <summary>Reconciled the payment with the bank's statement, as accountant.</summary>
    Reconcile,

    /// <summary>Reviewed a refusal.</summary>
    ReviewRefusal,

    /// <summary>Verified again after an objection.</summary>
    Reverify,

    /// <summary>Called or visited after the aid.</summary>
    FollowUp,

    /// <summary>Investigated a suspicion.</summary>
    Investigate,

    /// <summary>Posted the public list and photographed it.</summary>
    Post,

    /// <summary>Decided as head: reopening, legal hold, recovery.</summary>
    HeadDecision,

    /// <summary>Accompanied a donor's family or witnessed, as coordinator.</summary>
    Witness,

    /// <summary>Kept the case moving: documents, suspension, correction, payee data.</summary>
    Handle,
}

/// <summary>One act of one person in a case.</summary>
/// <param name="Role">The capacity in which it was done.</param>
public sealed record ActorDuty(string StaffId, string Role, Duty Duty, DateTimeOffset At);
