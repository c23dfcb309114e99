using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function for each message of a storage queue.</summary>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>Lower case; may be <c>%SETTING%</c>.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Setting that holds the connection; AzureWebJobsStorage without it.</summary>
    public string? Connection { get; set; }
}

/// <summary>Sends what a function returns to a storage queue; an array or list sends one message per element, null sends none.</summary>
public sealed class QueueOutputAttribute(string queueName) : OutputBindingAttribute
{
    /// <summary>Lower case; may be <c>%SETTING%</c>. Created when it does not exist.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Setting that holds the connection; AzureWebJobsStorage without it.</summary>
    public string? Connection { get; set; }
}
