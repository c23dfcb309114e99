using System.Text;

namespace Boai.Workflows.Shared;

/// <summary>大写金额: an amount in the capital characters of accounting, for example 壹亿贰仟陆佰万元整.</summary>
/// <remarks>
/// Handbook §2.3, after the rules for filling in bank bills (正确填写票据和结算凭证的基本规定). Where those allow a 零 or none, none is
/// written, so that every amount has one canonical form; 零 stands for gaps inside the yuan and for missing jiao before fen.
/// </remarks>
public static class RmbCapitals
{
    /// <summary>The first amount that is too large: 10^14 fen, a million million yuan.</summary>
    public const long LimitFen = 100_000_000_000_000;

    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private const int FenPerYuan = 100;
    private const int GroupSize = 10_000;

    private static readonly string[] PlaceUnits = ["仟", "佰", "拾", ""];
    private static readonly string[] GroupUnits = ["亿", "万", ""];

    /// <summary>Writes an amount.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or at least <see cref="LimitFen"/>.</exception>
    public static string Format(Money amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Fen, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(amount.Fen, LimitFen, nameof(amount));

        (long yuan, long rest) = Math.DivRem(amount.Fen, FenPerYuan);
        (long jiao, long fen) = Math.DivRem(rest, 10);
        StringBuilder text = new();
        if (yuan > 0 || rest == 0)
        {
            AppendYuan(text, yuan);
            text.Append('元');
        }

        if (jiao > 0)
        {
            text.Append(Digits[(int)jiao]).Append('角');
        }
        else if (fen > 0 && yuan > 0)
        {
            text.Append('零');
        }

        return fen > 0
            ? text.Append(Digits[(int)fen]).Append('分').ToString()
            : text.Append('整').ToString();
    }

    /// <summary>Reads the canonical form, exactly as <see cref="Format"/> writes it.</summary>
    public static bool TryParse(string? text, out Money amount, out InputFault fault)
    {
        amount = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        fault = TryAddUp(text, out long fen) && Format(new Money(fen)) == text ? InputFault.None : InputFault.CapitalsForm;
        amount = fault == InputFault.None ? new Money(fen) : default;
        return fault == InputFault.None;
    }

    private static void AppendYuan(StringBuilder text, long yuan)
    {
        if (yuan == 0)
        {
            text.Append('零');
            return;
        }

        long[] groups = [yuan / GroupSize / GroupSize, yuan / GroupSize % GroupSize, yuan % GroupSize];
        bool begun = false;
        bool gap = false;
        for (int group = 0; group < groups.Length; group++)
        {
            for (int place = 0, divisor = 1000; place < PlaceUnits.Length; place++, divisor /= 10)
            {
                int digit = (int)(groups[group] / divisor % 10);
                if (digit == 0)
                {
                    gap = begun;
                    continue;
                }

                // A zero at the end of a group shows only if the next group does not begin with a thousand.
                bool gapIsInside = gap && !(place == 0 && groups[group - 1] != 0);
                text.Append(gapIsInside ? "零" : "").Append(Digits[digit]).Append(PlaceUnits[place]);
                begun = true;
                gap = false;
            }

            text.Append(groups[group] > 0 ? GroupUnits[group] : "");
        }
    }

    // Adds digits by the units that follow them. Lenient about order and zeros: only the canonical text survives the comparison after it.
    private static bool TryAddUp(string text, out long fen)
    {
        fen = 0;
        long digit = 0;
        long group = 0;
        long yuan = 0;
        foreach (char character in text)
        {
            switch (character)
            {
                case '拾' or '佰' or '仟':
                    group += digit * (character == '拾' ? 10 : character == '佰' ? 100 : 1000);
                    digit = 0;
                    break;
                case '万' or '亿':
                    yuan += (group + digit) * (character == '万' ? GroupSize : (long)GroupSize * GroupSize);
                    (group, digit) = (0, 0);
                    break;
                case '元':
                    fen += (yuan + group + digit) * FenPerYuan;
                    (yuan, group, digit) = (0, 0, 0);
                    break;
                case '角' or '分':
                    fen += digit * (character == '角' ? 10 : 1);
                    digit = 0;
                    break;
                case '整':
                    break;
                default:
                    digit = Digits.IndexOf(character, StringComparison.Ordinal);
                    if (digit < 0)
                    {
                        return false;
                    }

                    break;
            }
        }

        return fen is >= 0 and < LimitFen;
    }
}
