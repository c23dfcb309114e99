using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;

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

/// <summary>Rows that hold one record as JSON beside the properties that queries and people look at.</summary>
internal static class JsonRow
{
    private const string Value = "Value";

    public static TableEntity Of<T>(string partition, string row, T value)
    {
        TableEntity entity = new(partition, row);
        entity.SetText(Value, CaseJson.Write(value));
        return entity;
    }

    public static T ReadAs<T>(this TableEntity row) => CaseJson.Read<T>(row.GetText(Value));
}
