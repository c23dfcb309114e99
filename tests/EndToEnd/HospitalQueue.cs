using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Register;
using Boai.Localhost.ServiceBus;
using Boai.Tests.Support;
using Boai.Workflows.HospitalMessages;

namespace Boai.Tests.EndToEnd;

/// <summary>A hospital at the queue: signs what it sends, and reads what the branch answers, in virtual time and in process.</summary>
internal sealed class HospitalQueue(BranchApp app, string code, string account) : IDisposable
{
    public const string Notifications = "hospital-notifications";
    public const string Replies = "hospital-replies";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Puts the hospital into the branch's register, with its key and with the queue as its door.</summary>
    public async Task Register(params HospitalRole[] roles) =>
        (await app.Post("city-officer-1", $"hospitals/{code}", new HospitalForm(
            "演示器官获取医院", roles is [] ? [HospitalRole.OpoHospital] : roles, "500103", [account], ["500103"], IndependentDepartment: true, 29.55, 106.56,
            HospitalDoor.Queue, [new HospitalKey("k1", PublicKey)]))).Expect(200);

    /// <summary>Sends a message and lets the app do what it has to do now.</summary>
    public Task Send(JsonObject message) => Send(HospitalBundles.Bytes(message));

    /// <param name="signature">Another one than the hospital's own.</param>
    public async Task Send(byte[] body, string? signature = null, string? sender = null, string? messageId = null)
    {
        await Put(body, signature, sender, messageId);
        await app.Settle();
    }

    /// <summary>Puts a message into the queue and looks no further.</summary>
    /// <param name="trace">W3C trace context of the hospital's own system, in the properties that its client writes.</param>
    public Task Put(
        byte[] body, string? signature = null, string? sender = null, string? messageId = null, IReadOnlyDictionary<string, object?>? trace = null) =>
        app.Host.ServiceBus.SendAsync(Notifications, [new OutgoingMessage(BinaryData.FromBytes(body))
        {
            MessageId = messageId,
            ContentType = "application/fhir+json",
            ApplicationProperties = new Dictionary<string, object?>(trace ?? new Dictionary<string, object?>())
            {
                ["sender"] = sender ?? code,
                ["keyId"] = "k1",
                ["signature"] = signature ?? Convert.ToBase64String(_key.SignData(body, HashAlgorithmName.SHA256)),
            },
        }], TestContext.Current.CancellationToken);

    /// <summary>Takes what the branch has said since the last time.</summary>
    public async Task<IReadOnlyList<BranchReply>> Take()
    {
        IReadOnlyList<BrokerMessage> received = await app.Host.ServiceBus.ReceiveAsync(Replies, 100, TimeSpan.Zero, TestContext.Current.CancellationToken);
        foreach (BrokerMessage message in received)
        {
            await app.Host.ServiceBus.CompleteAsync(message);
        }

        return [.. received.Select(message => new BranchReply(JsonNode.Parse(message.Body)!.AsObject(), message.ApplicationProperties))];
    }

    /// <summary>The one thing that the branch has said since the last time.</summary>
    public async Task<BranchReply> Reply() => Assert.Single(await Take());

    /// <summary>Answers a message of the branch.</summary>
    public Task Acknowledge(BranchReply reply, bool ok = true) => Send(new HospitalBundles(code).Answering(reply.Code, reply.MessageId, app.Host.Clock.GetUtcNow(), ok));

    public void Dispose() => _key.Dispose();
}

/// <summary>A message of the branch to a hospital.</summary>
internal sealed record BranchReply(JsonObject Bundle, IReadOnlyDictionary<string, object?> Properties)
{
    private JsonNode Header => Bundle["entry"]![0]!["resource"]!;

    public string Code => (string)Header["eventCoding"]!["code"]!;

    public string MessageId => (string)Header["id"]!;

    /// <summary>ok, transient-error or fatal-error; null when it is no answer.</summary>
    public string? Answer => (string?)Header["response"]?["code"];

    /// <summary>Id of the message that it answers.</summary>
    public string? To => (string?)Header["response"]?["identifier"];

    /// <summary>The code of the first issue.</summary>
    public string? Issue => (string?)Bundle["entry"]![1]!["resource"]!["issue"]?[0]?["details"]?["coding"]?[0]?["code"];
}
