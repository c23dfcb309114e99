using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Amounts in bank files: yuan, a point, two digits; nothing else.</summary>
/// <remarks>
/// No sign, no grouping, no blank, no full-width digit and no exponent: a spreadsheet that re-saved the file has touched it, and what
/// it did to the account numbers cannot be seen any more.
/// </remarks>
internal static partial class YuanText
{
    /// <summary>Reads an amount of up to 99,999,999,999.99 yuan.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Money? amount)
    {
        amount = Form().IsMatch(text)
            ? Money.FromYuan(decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
            : null;
        return amount is not null;
    }

    [GeneratedRegex(@"^(?:0|[1-9][0-9]{0,10})\.[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
