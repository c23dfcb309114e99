namespace Boai.Functions.Forms;

/// <summary>An act as a person sends it under its name: the act's own members under <c>what</c>.</summary>
/// <param name="Version">The version that the person saw; absent for acts that depend on none.</param>
/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record NamedActForm<T>(T What, int? Version = null, string? Note = null);

/// <summary>An act without members of its own.</summary>
public sealed record NamedPlainActForm(int? Version = null, string? Note = null);

/// <summary>An act that was read.</summary>
internal sealed record NamedAct<TCommand>(TCommand Command, int? Version, string? Note)
{
    public delegate NamedAct<TCommand> Reader(ReadOnlySpan<byte> body);

    /// <summary>Reads an act with members.</summary>
    public static Reader Of<T>()
        where T : TCommand
        => body =>
        {
            NamedActForm<T> form = StrictJson.Parse<NamedActForm<T>>(body);
            return new NamedAct<TCommand>(form.What, form.Version, form.Note);
        };

    /// <summary>Reads an act without members.</summary>
    public static Reader Plain(Func<TCommand> command) => body =>
    {
        NamedPlainActForm form = StrictJson.Parse<NamedPlainActForm>(body);
        return new NamedAct<TCommand>(command(), form.Version, form.Note);
    };
}
