using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>What starts a function.</summary>
internal abstract record Trigger(string BindingType);

/// <param name="Pattern">With the route prefix.</param>
/// <param name="Methods">Upper case; empty for any.</param>
/// <param name="Level">Kept for the list of functions; not enforced here, as with the Core Tools.</param>
internal sealed record HttpStart(RoutePattern Pattern, IReadOnlyList<string> Methods, AuthorizationLevel Level) : Trigger("httpTrigger");

internal sealed record TimerStart(TimerSchedule Schedule, bool UseMonitor, bool RunOnStartup) : Trigger("timerTrigger");

/// <param name="QueueName">Settings resolved.</param>
/// <param name="Connection">The connection string; null for the host's own storage.</param>
internal sealed record QueueStart(string QueueName, string? Connection) : Trigger("queueTrigger");

/// <param name="QueueName">Settings resolved; with <c>/$DeadLetterQueue</c> for a dead-letter queue.</param>
/// <param name="IsBatched">Whether one invocation gets an array.</param>
/// <param name="IsSessionsEnabled">Whether messages come session by session.</param>
/// <param name="AutoComplete">The attribute's word, or null when that leaves it to host.json.</param>
internal sealed record ServiceBusStart(string QueueName, bool IsBatched, bool IsSessionsEnabled, bool? AutoComplete) : Trigger("serviceBusTrigger");

internal sealed record OrchestrationStart(string Name) : Trigger("orchestrationTrigger");

internal sealed record ActivityStart(string Name) : Trigger("activityTrigger");

internal sealed record EntityStart(string Name) : Trigger("entityTrigger");
