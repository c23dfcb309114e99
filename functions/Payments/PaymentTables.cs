using Boai.Functions.Storage;

namespace Boai.Functions.Payments;

/// <summary>Tables of the payment desk.</summary>
internal static class PaymentTables
{
    /// <summary>One partition per fund: head, claims of payments, postings.</summary>
    public const string Funds = "funds";

    /// <summary>Which funds a unit has.</summary>
    public const string FundList = "fundlist";

    public const string Orders = "payorders";

    /// <summary>Which orders a unit may put into a batch; a read model.</summary>
    public const string Ready = "payready";

    public const string Batches = "paybatches";

    /// <summary>Every transaction of a bank that was posted, by account: once (I-23).</summary>
    public const string Transactions = "banktransactions";

    public const string Aid = "aidrecords";

    /// <summary>Contributions to the figures, by unit and month.</summary>
    public const string Contributions = "contributions";

    public const string Households = "householdaid";

    public static StorageNames All { get; } = new([Funds, FundList, Orders, Ready, Batches, Transactions, Aid, Contributions, Households], []);
}
