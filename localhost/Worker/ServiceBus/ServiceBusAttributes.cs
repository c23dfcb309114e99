using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a Service Bus name names.</summary>
public enum ServiceBusEntityType
{
    /// <summary>A queue.</summary>
    Queue = 0,

    /// <summary>A topic.</summary>
    Topic = 1,
}

/// <summary>Starts a function for each message of a Service Bus queue or subscription.</summary>
public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute, ISupportCardinality
{
    /// <param name="queueName">The queue; may be <c>%SETTING%</c>.</param>
    public ServiceBusTriggerAttribute(string queueName) => QueueName = queueName;

    /// <param name="topicName">The topic; may be <c>%SETTING%</c>.</param>
    /// <param name="subscriptionName">The subscription; may be <c>%SETTING%</c>.</param>
    public ServiceBusTriggerAttribute(string topicName, string subscriptionName)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
    }

    /// <summary>Setting that holds the connection; AzureWebJobsServiceBus without it.</summary>
    public string? Connection { get; set; }

    /// <summary>Null for a subscription.</summary>
    public string? QueueName { get; }

    /// <summary>Null for a queue.</summary>
    public string? TopicName { get; }

    /// <summary>Null for a queue.</summary>
    public string? SubscriptionName { get; }

    /// <summary>Whether the entity has sessions, which are then received one after another, each in order.</summary>
    public bool IsSessionsEnabled { get; set; }

    /// <summary>Whether one invocation gets an array of messages.</summary>
    [DefaultValue(false)] // the real worker's generator of function metadata reads it
    public bool IsBatched { get; set; }

    /// <summary>Whether a message is completed when its function ends well. True unless set.</summary>
    public bool AutoCompleteMessages { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value is Cardinality.Many;
    }
}

/// <summary>Sends what a function returns to a Service Bus queue or topic; an array sends one message per element, null sends none.</summary>
public sealed class ServiceBusOutputAttribute(string queueOrTopicName, ServiceBusEntityType entityType = ServiceBusEntityType.Queue)
    : OutputBindingAttribute
{
    /// <summary>May be <c>%SETTING%</c>.</summary>
    public string QueueOrTopicName { get; } = queueOrTopicName;

    /// <summary>Setting that holds the connection; AzureWebJobsServiceBus without it.</summary>
    public string? Connection { get; set; }

    /// <summary>What the name names.</summary>
    public ServiceBusEntityType EntityType { get; set; } = entityType;
}
