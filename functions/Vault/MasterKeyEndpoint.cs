using Boai.Functions.Access;
using Boai.Functions.Audit;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Vault;

/// <summary>A master key, or a version of one.</summary>
/// <param name="IsCurrent">Whether it wraps new data keys.</param>
/// <param name="DataKeys">How many data keys it has wrapped: none of them can be read without it.</param>
public sealed record MasterKeyView(string KeyId, bool IsCurrent, int DataKeys);

/// <param name="KeyId">A former master key.</param>
public sealed record RetireKeyForm(string KeyId);

/// <summary>Rotating the key that wraps everybody's data keys (docs/operations.md): make a new one, wrap anew, retire the old.</summary>
internal sealed class MasterKeyEndpoint(CurrentRequest request, IMasterKey master, KeyRotation rotation, AccessLog log, ILogger<MasterKeyEndpoint> logger)
{
    /// <summary>At two calls of a key vault for each, a quarter of an hour.</summary>
    private const int MostAtOnce = 10_000;

    [Function("ListMasterKeys")]
    public async Task<Ok<IReadOnlyList<MasterKeyView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "operations/master-keys")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, int> uses = await rotation.Uses(cancellation);
        string current = master.Id;
        IEnumerable<string> ids = (master is IOwnMasterKey own ? own.Known : [current]).Union(uses.Keys, StringComparer.Ordinal);
        IReadOnlyList<MasterKeyView> views = [.. ids.Select(id => new MasterKeyView(id, id == current, uses.GetValueOrDefault(id)))];
        return TypedResults.Ok(views);
    }

    /// <summary>Makes a new master key, where the app keeps its own; a key vault makes its versions itself.</summary>
    [Function("RotateMasterKey")]
    public async Task<Ok<MasterKeyView>> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/master-keys/rotation")] HttpRequest http, CancellationToken cancellation)
    {
        IOwnMasterKey own = Own();
        await Note("rotation", own.Id, AccessResult.Issued, cancellation);
        return TypedResults.Ok(new MasterKeyView(own.Rotate(), IsCurrent: true, DataKeys: 0));
    }

    /// <summary>Wraps data keys anew now; the night does it by itself.</summary>
    [Function("RewrapDataKeys")]
    public async Task<Ok<Rewrapping>> Rewrap(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/master-keys/rewrapping")] HttpRequest http, CancellationToken cancellation) =>
        TypedResults.Ok(await rotation.Rewrap(MostAtOnce, cancellation));

    /// <summary>Destroys a former master key that nothing needs any more.</summary>
    [Function("RetireMasterKey")]
    public async Task<Ok<MasterKeyView>> Retire(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "operations/master-keys/retirement")] HttpRequest http, CancellationToken cancellation)
    {
        string id = (await StrictJson.Read<RetireKeyForm>(http, cancellation)).KeyId;
        IOwnMasterKey own = Own();
        if (!own.Known.Contains(id, StringComparer.Ordinal))
        {
            throw new ProblemException(new Problem(PlatformErrors.MasterKeyUnknown, "keyId"));
        }

        int needed = (await rotation.Uses(cancellation)).GetValueOrDefault(id);
        if (own.Id == id || needed > 0)
        {
            throw new ProblemException(Problem.Of(
                own.Id == id ? PlatformErrors.MasterKeyCurrent : PlatformErrors.MasterKeyNeeded,
                ("count", needed.ToString(System.Globalization.CultureInfo.InvariantCulture))).At("keyId"));
        }

        await Note("retirement", id, AccessResult.Destroyed, cancellation);
        own.Retire(id);
        return TypedResults.Ok(new MasterKeyView(id, IsCurrent: false, DataKeys: 0));
    }

    /// <exception cref="InvalidOperationException">Some data keys were wrapped by a key that is not there.</exception>
    [Function("RewrapDataKeysNightly")]
    public async Task RewrapNightly([TimerTrigger("0 5 4 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        Rewrapping done = await rotation.Rewrap(MostAtOnce, cancellation);
        if (done is { Rewrapped: > 0 } or { Remaining: > 0 })
        {
            logger.LogInformation("{Rewrapped} data keys were brought under master key {Key}; {Remaining} remain.", done.Rewrapped, master.Id, done.Remaining);
        }

        if (done.Unreadable > 0)
        {
            throw new InvalidOperationException(
                $"{done.Unreadable} data keys were wrapped by a master key that is not there. Look at GET /api/operations/master-keys for its id, and put it back from the backup of the keys.");
        }
    }

    private IOwnMasterKey Own() => master as IOwnMasterKey ?? throw new ProblemException(PlatformErrors.MasterKeyElsewhere);

    private Task Note(string act, string keyId, string result, CancellationToken cancellation) => log.Write(
        new AccessPurpose(PurposeCodes.Keys, request.Actor.StaffId, request.Actor.Role, request.Actor.Unit.Value, "", request.From).Line("master-key:" + keyId, act, result),
        cancellation);
}
