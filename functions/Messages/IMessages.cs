using Boai.Functions.Vault;

namespace Boai.Functions.Messages;

/// <summary>A message to a person.</summary>
/// <param name="Id">Made from the case and the step that sends it: the same id is sent once.</param>
/// <param name="Subject">Whose data the text is.</param>
/// <param name="Case">Case number, for the one who reads the outbox.</param>
/// <param name="Kind">Which text it is, e.g. <c>phone-code</c>.</param>
/// <param name="To">Phone number, or an address within the app such as <c>role:DIST_LEAD@500103</c>.</param>
public sealed record OutgoingMessage(string Id, SubjectId? Subject, string Case, string Kind, string To, string Text)
{
    public override string ToString() => $"{nameof(OutgoingMessage)} {{ {Id}, {Kind} }}";
}

/// <summary>Sends messages.</summary>
public interface IMessages
{
    /// <summary>Sends a message; one with the same id that was sent before is not sent again.</summary>
    Task Send(OutgoingMessage message, CancellationToken cancellation);
}
