using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Boai.Functions.Forms;

/// <summary>An act as a person sends it under its name: the act's own members under <c>what</c>.</summary>
/// <param name="Version">The version that the person saw; absent for acts that depend on none.</param>
/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record NamedActForm<T>(T What, int? Version = null, string? Note = null);

/// <summary>An act without members of its own.</summary>
/// <param name="Version">The version that the person saw; absent for acts that depend on none.</param>
/// <param name="Note">Free text; sealed before it is stored.</param>
public sealed record NamedPlainActForm(int? Version = null, string? Note = null);

/// <summary>An act that was read.</summary>
internal sealed record NamedAct<TCommand>(TCommand Command, int? Version, string? Note);

/// <summary>What an act's name stands for.</summary>
/// <param name="Command">The command that it becomes.</param>
/// <param name="Form">What is sent.</param>
internal sealed record NamedActShape(Type Command, Type Form);

/// <summary>The acts that a route takes in its last part, for whoever describes the route.</summary>
internal interface INamedActs
{
    /// <summary>By name, in the order in which they are listed.</summary>
    IReadOnlyDictionary<string, NamedActShape> Shapes { get; }
}

/// <summary>Acts that people take by name. Who may take which, and in what state, is the programme's to say.</summary>
/// <remarks>The name of an act is that of its command in camel case: <c>DeclareUnfit</c> is <c>declareUnfit</c>.</remarks>
internal sealed class NamedActs<TCommand> : INamedActs
{
    private readonly Dictionary<string, NamedActShape> _shapes;
    private readonly Dictionary<string, Reader> _readers;

    private NamedActs(Dictionary<string, NamedActShape> shapes, Dictionary<string, Reader> readers) => (_shapes, _readers) = (shapes, readers);

    private delegate NamedAct<TCommand> Reader(ReadOnlySpan<byte> body);

    public static NamedActs<TCommand> None { get; } = new([], []);

    public IReadOnlyDictionary<string, NamedActShape> Shapes => _shapes;

    /// <summary>One more, with members.</summary>
    public NamedActs<TCommand> With<T>()
        where T : TCommand
        => Add<T, NamedActForm<T>>(static body =>
        {
            NamedActForm<T> form = StrictJson.Parse<NamedActForm<T>>(body);
            return new NamedAct<TCommand>(form.What, form.Version, form.Note);
        });

    /// <summary>One more, without members.</summary>
    public NamedActs<TCommand> Plain<T>()
        where T : TCommand, new()
        => Add<T, NamedPlainActForm>(static body =>
        {
            NamedPlainActForm form = StrictJson.Parse<NamedPlainActForm>(body);
            return new NamedAct<TCommand>(new T(), form.Version, form.Note);
        });

    /// <returns>False when there is no act of this name.</returns>
    /// <exception cref="Errors.ProblemException">The body is not the act's form.</exception>
    public bool TryRead(string name, ReadOnlySpan<byte> body, [NotNullWhen(true)] out NamedAct<TCommand>? act)
    {
        act = _readers.TryGetValue(name, out Reader? read) ? read(body) : null;
        return act is not null;
    }

    private NamedActs<TCommand> Add<T, TForm>(Reader read)
    {
        string name = JsonNamingPolicy.CamelCase.ConvertName(typeof(T).Name);
        return new(
            new(_shapes, StringComparer.Ordinal) { [name] = new NamedActShape(typeof(T), typeof(TForm)) }, new(_readers, StringComparer.Ordinal) { [name] = read });
    }
}
