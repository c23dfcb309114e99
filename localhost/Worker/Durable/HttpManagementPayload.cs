using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Addresses at which one instance is watched and managed.</summary>
public class HttpManagementPayload
{
    /// <summary>The instance.</summary>
    [JsonInclude, JsonPropertyName("id")]
    public string? Id { get; internal set; }

    /// <summary>GET: its status.</summary>
    [JsonInclude, JsonPropertyName("statusQueryGetUri")]
    public string? StatusQueryGetUri { get; internal set; }

    /// <summary>POST: an event for it; <c>{eventName}</c> is to be filled in.</summary>
    [JsonInclude, JsonPropertyName("sendEventPostUri")]
    public string? SendEventPostUri { get; internal set; }

    /// <summary>POST: ends it; <c>{text}</c> is to be filled in.</summary>
    [JsonInclude, JsonPropertyName("terminatePostUri")]
    public string? TerminatePostUri { get; internal set; }

    /// <summary>POST: takes it back to before its failure; <c>{text}</c> is to be filled in.</summary>
    [JsonInclude, JsonPropertyName("rewindPostUri")]
    public string? RewindPostUri { get; internal set; }

    /// <summary>DELETE: forgets it.</summary>
    [JsonInclude, JsonPropertyName("purgeHistoryDeleteUri")]
    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>POST: starts it afresh with the same input.</summary>
    [JsonInclude, JsonPropertyName("restartPostUri")]
    public string? RestartPostUri { get; internal set; }

    /// <summary>POST: holds it; <c>{text}</c> is to be filled in.</summary>
    [JsonInclude, JsonPropertyName("suspendPostUri")]
    public string? SuspendPostUri { get; internal set; }

    /// <summary>POST: lets it go on; <c>{text}</c> is to be filled in.</summary>
    [JsonInclude, JsonPropertyName("resumePostUri")]
    public string? ResumePostUri { get; internal set; }

    internal static HttpManagementPayload For(string durableApi, string instanceId)
    {
        string instance = $"{durableApi}/instances/{Uri.EscapeDataString(instanceId)}";
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = instance,
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}",
            TerminatePostUri = $"{instance}/terminate?reason={{text}}",
            RewindPostUri = $"{instance}/rewind?reason={{text}}",
            PurgeHistoryDeleteUri = instance,
            RestartPostUri = $"{instance}/restart",
            SuspendPostUri = $"{instance}/suspend?reason={{text}}",
            ResumePostUri = $"{instance}/resume?reason={{text}}",
        };
    }
}
