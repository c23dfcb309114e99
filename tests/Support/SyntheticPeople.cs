using System.Globalization;
using Boai.Workflows.Shared;

namespace Boai.Tests.Support;

/// <summary>Numbers of people who do not exist: valid checks, and the sequence 000 that no registry gives out (handbook §17).</summary>
internal static class SyntheticPeople
{
    /// <summary>A resident identity number of Yuzhong district with the impossible sequence 000.</summary>
    /// <param name="number">0 to 20,000: another number is another date of birth, from 1 January 1950 on.</param>
    public static string ResidentId(int number)
    {
        DateOnly born = new DateOnly(1950, 1, 1).AddDays(number);
        string body = string.Create(CultureInfo.InvariantCulture, $"500103{born:yyyyMMdd}000");
        return body + Mod11Two.CheckCharacterFor(body);
    }

    public static string ResidentId(DateOnly born)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"500103{born:yyyyMMdd}000");
        return body + Mod11Two.CheckCharacterFor(body);
    }

    public static string Mobile(int number) => string.Create(CultureInfo.InvariantCulture, $"138{number:00000000}");

    /// <summary>A card number with a valid Luhn digit.</summary>
    public static string BankAccount(int number)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"62220000{number:0000000000}");
        for (int check = 0; check < 10; check++)
        {
            string candidate = body + (char)('0' + check);
            if (BankCard.TryParse(candidate, out _, out _))
            {
                return candidate;
            }
        }

        throw new System.Diagnostics.UnreachableException("One of ten digits always completes a Luhn sum.");
    }
}
