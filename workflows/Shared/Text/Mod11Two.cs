namespace Boai.Workflows.Shared;

/// <summary>ISO 7064 MOD 11-2: one check character <c>0</c>–<c>9</c> or <c>X</c> that catches every wrong digit and every swapped pair of neighbours.</summary>
/// <remarks>The resident identity number (GB 11643) uses it as it stands; the case number uses it with letters written as digits.</remarks>
public static class Mod11Two
{
    private const int Modulus = 11;
    private const int Radix = 2;
    private const string CheckCharacters = "0123456789X";

    /// <summary>The check character that completes the digits.</summary>
    /// <param name="digits">ASCII digits only.</param>
    /// <exception cref="ArgumentException">Something in it is not a digit.</exception>
    public static char CheckCharacterFor(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                throw new ArgumentException("MOD 11-2 is defined over digits only.", nameof(digits));
            }

            sum = (sum + (digit - '0')) * Radix % Modulus;
        }

        return CheckCharacters[(Modulus + 1 - sum) % Modulus];
    }
}
