using System.Globalization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>The words of the bank files; <c>docs/bank-files.md</c> is the same for people.</summary>
public static class BankFileLayout
{
    public const string ExportVersion = "BOAI-PAY-1";
    public const string ReturnVersion = "BOAI-RET-1";

    public const string Header = "H";
    public const string Detail = "D";
    public const string Trailer = "T";

    public const string Currency = "CNY";
    public const string PaidResult = "OK";
    public const string BouncedResult = "FAIL";

    /// <summary>What stands in the payee's statement (摘要).</summary>
    public const string Purpose = "红十字救助款";

    public const string DateForm = "yyyy-MM-dd";

    /// <summary>Fields of a header, a detail and a trailer of the return file.</summary>
    public const int ReturnHeaderFields = 5;
    public const int ReturnDetailFields = 8;
    public const int ReturnTrailerFields = 5;

    public static string Text(DateOnly day) => day.ToString(DateForm, CultureInfo.InvariantCulture);

    public static string Text(Money amount) => amount.ToString();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
