namespace Boai.Localhost.ServiceBus;

/// <summary>Where a message stands; the numbers are those of the annotation <c>x-opt-message-state</c>.</summary>
internal enum MessageStatus
{
    Active = 0,
    Deferred = 1,
    Scheduled = 2,
}
