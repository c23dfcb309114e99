using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Boai.Localhost.Engine.Running;

/// <summary>Does a few operations of one entity, one after another; one that throws leaves no trace but its failure.</summary>
internal sealed class EntityRun(string entityId, string? state, RunEnvironment environment)
{
    private readonly List<Item> results = [];
    private readonly List<Item> sent = [];
    private string? state = state;

    public async Task<(string? State, IReadOnlyList<Item> Results, IReadOnlyList<Item> Sent)> Run(IReadOnlyList<Item> messages)
    {
        EntityInstanceId id = EntityInstanceId.FromString(entityId);
        foreach (Item message in messages)
        {
            if (message.Kind is ItemKind.OperationCalled or ItemKind.OperationSignaled)
            {
                results.Add(await Do(id, message));
            }
        }

        return (state, results, sent);
    }

    private async Task<Item> Do(EntityInstanceId id, Item message)
    {
        if (environment.Handlers.Entity(id.Name) is not { } code)
        {
            return new()
            {
                Kind = message.Kind,
                Failure = new(new("EntityTaskNotFound", $"No entity task named '{id.Name}' was found.", null, null, null), NonRetriable: true),
            };
        }

        Operation operation = new(id, message, state, environment.Converter);
        try
        {
            object? result = await code(operation);
            string? data = environment.Converter.Serialize(result);
            state = operation.Kept.Value;
            sent.AddRange(operation.Asked.Sent);
            return new() { Kind = message.Kind, Data = data };
        }
#pragma warning disable CA1031 // whatever the operation throws is its failure
        catch (Exception failure)
        {
            return new() { Kind = message.Kind, Failure = new(TaskFailureDetails.FromException(failure)) };
        }
#pragma warning restore CA1031
    }

    private sealed class Operation(EntityInstanceId id, Item message, string? state, DataConverter converter) : TaskEntityOperation
    {
        public StateKeeper Kept { get; } = new(state, converter);

        public ContextKeeper Asked { get; } = new(id, converter);

        public override string Name => message.Name!;

        public override TaskEntityContext Context => Asked;

        public override TaskEntityState State => Kept;

        public override bool HasInput => message.Data is not null;

        public override object? GetInput(Type inputType) => converter.Deserialize(message.Data, inputType);
    }

    private sealed class StateKeeper(string? value, DataConverter converter) : TaskEntityState
    {
        public string? Value { get; private set; } = value;

        public override bool HasState => Value is not null;

        public override object? GetState(Type type) => converter.Deserialize(Value, type);

        public override void SetState(object? state) => Value = converter.Serialize(state);
    }

    private sealed class ContextKeeper(EntityInstanceId id, DataConverter converter) : TaskEntityContext
    {
        public List<Item> Sent { get; } = [];

        public override EntityInstanceId Id => id;

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
            => Sent.Add(new()
            {
                Kind = ItemKind.OperationSignaled,
                Target = id.ToString(),
                Name = operationName,
                Data = converter.Serialize(input),
                At = options?.SignalTime?.ToUniversalTime() ?? default,
            });

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        {
            string instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
            Sent.Add(new()
            {
                Kind = ItemKind.StartOrchestration,
                Target = instanceId,
                Name = name.Name,
                Version = options?.Version?.Version,
                Data = converter.Serialize(input),
                Tags = options?.Tags,
                At = options?.StartAt?.ToUniversalTime() ?? default,
            });
            return instanceId;
        }
    }
}
