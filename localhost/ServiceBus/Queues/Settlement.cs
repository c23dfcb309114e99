using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>What a receiver decides on a locked message.</summary>
internal abstract record Settlement
{
    private Settlement()
    {
    }

    public sealed record Complete : Settlement;

    public sealed record Abandon(Map? Changes) : Settlement;

    public sealed record Defer(Map? Changes) : Settlement;

    public sealed record DeadLetter(string? Reason, string? Description, Map? Changes) : Settlement;
}
