using System.Diagnostics.CodeAnalysis;

namespace Boai.Workflows.Shared;

/// <summary>A value whose whole content is one checked text: an identifier, a code, a name.</summary>
/// <remarks>Built by <see cref="TryParse"/> alone, so a value in hand is a valid one.</remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITextValue<TSelf>
    where TSelf : class, ITextValue<TSelf>
{
    /// <summary>Checks and normalises a text.</summary>
    /// <param name="text">As typed; surrounding blanks are not forgiven here.</param>
    /// <param name="value">The value, or null when refused.</param>
    /// <param name="fault">Why it was refused; <see cref="InputFault.None"/> when it was not.</param>
    static abstract bool TryParse(string? text, [NotNullWhen(true)] out TSelf? value, out InputFault fault);

    /// <summary>The whole text in the clear. <c>ToString()</c> of a secret value is masked; this is not.</summary>
    string Reveal();
}

/// <summary>What all text values share.</summary>
public static class TextValue
{
    /// <summary>Reads a text that is known to be good: from a store, a law file or a test.</summary>
    /// <exception cref="FormatException">The text is not valid; the message names type and fault, never the text.</exception>
    public static T Parse<T>(string? text)
        where T : class, ITextValue<T>
        => T.TryParse(text, out T? value, out InputFault fault)
            ? value
            : throw new FormatException($"{typeof(T).Name} refused: {fault.Code()}");
}
