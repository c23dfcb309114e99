using System.Globalization;
using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>From a setting's JSON to what its unit means.</summary>
internal static class PolicyReading
{
    public static bool Fits(PolicyUnit unit, JsonElement value) => unit switch
    {
        PolicyUnit.Percent => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal percent) && percent >= 0,
        PolicyUnit.Fraction => TryFraction(value, out _),
        PolicyUnit.FenList => TryNumbers(value, long.MaxValue, out _),
        PolicyUnit.NumberList => TryNumbers(value, int.MaxValue, out _),
        PolicyUnit.Range => TryNumbers(value, int.MaxValue, out long[] ends) && ends.Length == 2,
        PolicyUnit.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        PolicyUnit.Text => value.ValueKind == JsonValueKind.String,
        PolicyUnit.TextList => TryTexts(value, out _),
        PolicyUnit.DayOfYear => TryDayOfYear(value, out _),
        PolicyUnit.Fen or PolicyUnit.Bytes => TryWhole(value, long.MaxValue, out _),
        _ => TryWhole(value, int.MaxValue, out _),
    };

    public static bool TryWhole(JsonElement value, long largest, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number) && number >= 0 && number <= largest;
    }

    /// <summary>Whole numbers, not negative, each larger than the one before.</summary>
    public static bool TryNumbers(JsonElement value, long largest, out long[] numbers)
    {
        numbers = [];
        if (value.ValueKind != JsonValueKind.Array || !value.EnumerateArray().All(item => TryWhole(item, largest, out _)))
        {
            return false;
        }

        numbers = [.. value.EnumerateArray().Select(item => item.GetInt64())];
        return numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
    }

    public static bool TryTexts(JsonElement value, out string[] texts)
    {
        texts = [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Length;
    }

    public static bool TryFraction(JsonElement value, out Fraction fraction)
    {
        fraction = default;
        if (value.ValueKind != JsonValueKind.String || value.GetString()!.Split('/') is not [string over, string under])
        {
            return false;
        }

        if (!int.TryParse(over, NumberStyles.None, CultureInfo.InvariantCulture, out int numerator)
            || !int.TryParse(under, NumberStyles.None, CultureInfo.InvariantCulture, out int denominator)
            || denominator == 0)
        {
            return false;
        }

        fraction = new Fraction(numerator, denominator);
        return true;
    }

    public static bool TryDayOfYear(JsonElement value, out MonthAndDay day)
    {
        day = default;
        // 2000 was a leap year, so that 02-29 may be named.
        if (value.ValueKind != JsonValueKind.String
            || !DateOnly.TryParseExact($"2000-{value.GetString()}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return false;
        }

        day = new MonthAndDay(date.Month, date.Day);
        return true;
    }
}
