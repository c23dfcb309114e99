using System.Globalization;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>Payments to put into one batch, in the order of the file.</summary>
public sealed record PrepareBatchForm(IReadOnlyList<string> Payments)
{
    internal IReadOnlyList<PaymentId> Parse()
    {
        FieldErrors errors = new();
        List<PaymentId> parsed = [];
        for (int place = 0; place < Payments.Count && place <= PaymentBatch.MostLines; place++)
        {
            if (PaymentId.TryParse(Payments[place], out PaymentId? payment, out InputFault fault))
            {
                parsed.Add(payment);
            }
            else
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"payments[{place}]"), fault);
            }
        }

        errors.ThrowIfAny();
        return parsed;
    }
}

/// <summary>An act on the version of a batch that the person saw.</summary>
public sealed record BatchVersionForm(int Version);

/// <param name="ReasonCode">Lower-case words joined by hyphens, for example <c>wrong-amount</c>.</param>
public sealed record DissolveBatchForm(int Version, string ReasonCode)
{
    private const int LongestReason = 40;

    internal string Reason() =>
        ReasonCode.Length is > 2 and <= LongestReason && ReasonCode.All(c => char.IsAsciiLetterLower(c) || c == '-') && ReasonCode != BatchSettlement.PaymentTaken
            ? ReasonCode
            : throw new ProblemException(new Problem(CaseProblems.ReasonRequired, "reasonCode"));
}

/// <param name="StatementPaidFen">What left the account for this batch by the bank's statement.</param>
/// <param name="StatementOn">The day of the statement.</param>
public sealed record ReconcileBatchForm(int Version, Money StatementPaidFen, DateOnly StatementOn);

/// <param name="Causes">Codes of the causes that the givers restricted it to; none restricts nothing.</param>
/// <param name="Divisions">The divisions that the givers restricted it to.</param>
public sealed record FundForm(
    string Name, string Channel, string LegalPerson, IReadOnlyList<string>? Causes = null, IReadOnlyList<string>? Divisions = null)
{
    private const int LongestName = 60;
    private const int MostRestrictions = 50;
    private const int LongestCause = 40;

    /// <param name="decisionId">Names the request: the fund's number is made of it.</param>
    internal Fund Parse(UnitCode unit, string decisionId)
    {
        FieldErrors errors = new();
        string name = TextRules.Check(Name, "name", LongestName, errors);
        BankChannel? channel = Value<BankChannel>(Channel, "channel", errors);
        OrganisationCode? legalPerson = Value<OrganisationCode>(LegalPerson, "legalPerson", errors);
        UnitCode?[] divisions = [.. (Divisions ?? []).Take(MostRestrictions).Select((code, place) => Value<UnitCode>(code, $"divisions[{place}]", errors))];
        string[] causes = [.. Causes ?? []];
        if (causes.Length > MostRestrictions || causes.Any(cause => cause.Length is 0 or > LongestCause || !cause.All(char.IsAsciiLetterOrDigit)))
        {
            errors.Add("causes", PaymentErrors.FundRestriction);
        }

        errors.ThrowIfAny();
        return new Fund
        {
            Id = FundId.For(unit, decisionId), Unit = unit, LegalPerson = legalPerson!.Value, Channel = channel!, Name = name,
            Restriction = new FundRestriction(causes, [.. divisions.OfType<UnitCode>()]),
        };
    }

    private static T? Value<T>(string text, string field, FieldErrors errors)
        where T : class, ITextValue<T>
    {
        if (!T.TryParse(text, out T? value, out InputFault fault))
        {
            errors.Add(field, fault);
        }

        return value;
    }
}

/// <param name="Transaction">The bank's own number of the receipt; it posts once.</param>
public sealed record ReceiptForm(string Transaction, Money AmountFen);
