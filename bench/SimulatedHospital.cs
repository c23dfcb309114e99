using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Boai.Tests.Support;

namespace Boai.Bench;

/// <summary>An OPO hospital to try the app out with: sends real FHIR messages to the queue, signed, and acknowledges what the branch says.</summary>
/// <remarks>
/// <c>hospital &lt;folder&gt; key | code | H01 … H10 | listen | report</c>. The folder keeps the hospital's key, its donor and the times of the procurement from one call to
/// the next. Times are the app's own, which may be ahead. API and SERVICE_BUS name app and broker if they are elsewhere.
/// </remarks>
internal static class SimulatedHospital
{
    private static readonly string[] Organs = ["liver", "kidney-l", "kidney-r"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [string folder, string what])
        {
            await Console.Error.WriteLineAsync("Usage: dotnet run --project bench -- hospital <folder> <key | code | H01 … H10 | listen | report>");
            return 2;
        }

        Memory memory = Memory.In(folder);
        switch (what)
        {
            case "key":
                using (ECDsa key = memory.Key())
                {
                    Console.WriteLine(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
                }

                return 0;
            case "code":
                Console.WriteLine(HospitalBundles.Code(1));
                return 0;
            case "report":
                Console.WriteLine(Report(memory));
                return 0;
            case "listen":
                await using (ServiceBusClient listener = new(Broker))
                {
                    await Listen(listener, memory, awaited: null);
                }

                return 0;
            default:
                return await Send(memory, what);
        }
    }

    private static string Broker => Environment.GetEnvironmentVariable("SERVICE_BUS")
        ?? "Endpoint=sb://127.0.0.1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

    private static async Task<int> Send(Memory memory, string code)
    {
        DateTimeOffset now = await AppNow();
        HospitalBundles hospital = new(HospitalBundles.Code(1), memory.Pseudonym);
        JsonObject? message = code switch
        {
            "H01" => hospital.H01(now),
            "H02" => hospital.H02(now, Organs),
            "H03" => hospital.H03(now, now.AddMinutes(-2)),
            "H04" => hospital.H04(now),
            "H05" => hospital.H05(now, now.AddMinutes(40)),
            "H06" => hospital.H06(now, memory.Remember("started", now)),
            "H07" => hospital.H07(now, memory.Remember("ended", now), Organs),
            "H09" => hospital.H09(now, now),
            "H10" => hospital.H10(now),
            _ => null,
        };
        if (message is null)
        {
            await Console.Error.WriteLineAsync($"This hospital has no message {code}: H01 to H07, H09 and H10.");
            return 2;
        }

        await using ServiceBusClient client = new(Broker);
        await Put(client, memory, message);
        bool accepted = await Listen(client, memory, HospitalBundles.IdOf(message));
        return accepted ? 0 : 1;
    }

    private static async Task Put(ServiceBusClient client, Memory memory, JsonObject message)
    {
        byte[] body = HospitalBundles.Bytes(message);
        using ECDsa key = memory.Key();
        await using ServiceBusSender sender = client.CreateSender("hospital-notifications");
        ServiceBusMessage sent = new(body) { MessageId = HospitalBundles.IdOf(message), ContentType = "application/fhir+json" };
        sent.ApplicationProperties["sender"] = HospitalBundles.Code(1);
        sent.ApplicationProperties["keyId"] = "k1";
        sent.ApplicationProperties["signature"] = Convert.ToBase64String(key.SignData(body, HashAlgorithmName.SHA256));
        await sender.SendMessageAsync(sent);
    }

    /// <summary>Reads what the branch says, acknowledges what asks for it, and prints it.</summary>
    /// <param name="awaited">Id of the message whose answer ends the listening; null listens until it is quiet.</param>
    /// <returns>Whether the awaited answer was "ok".</returns>
    private static async Task<bool> Listen(ServiceBusClient client, Memory memory, string? awaited)
    {
        await using ServiceBusReceiver receiver = client.CreateReceiver("hospital-replies");
        while (await receiver.ReceiveMessageAsync(awaited is null ? Quiet : Patience) is { } received)
        {
            JsonNode bundle = JsonNode.Parse(received.Body)!;
            JsonNode header = bundle["entry"]![0]!["resource"]!;
            JsonNode content = bundle["entry"]![1]!["resource"]!;
            string code = (string)header["eventCoding"]!["code"]!;
            if ((string?)header["response"]?["code"] is { } answer)
            {
                Console.WriteLine($"{code} {answer}: {content["issue"]![0]!["details"]!["text"]}");
                await receiver.CompleteMessageAsync(received);
                if ((string?)header["response"]!["identifier"] == awaited)
                {
                    return answer == "ok";
                }

                continue;
            }

            Console.WriteLine($"{code}: {content["payload"]![0]!["contentString"]}");
            await Put(client, memory, new HospitalBundles(HospitalBundles.Code(1)).Answering(code, (string)header["id"]!, await AppNow()));
            await receiver.CompleteMessageAsync(received);
        }

        if (awaited is not null)
        {
            await Console.Error.WriteLineAsync($"No answer in {Patience.TotalSeconds} seconds. Is the app running, and the hospital registered with this key?");
        }

        return false;
    }

    private static async Task<DateTimeOffset> AppNow()
    {
        using HttpClient http = new() { BaseAddress = new Uri(Environment.GetEnvironmentVariable("API") ?? "http://127.0.0.1:7071") };
        JsonElement clock = await http.GetFromJsonAsync<JsonElement>(new Uri("admin/clock", UriKind.Relative));
        return DateTimeOffset.Parse(clock.GetProperty("local").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    // What a witness would write down who saw what this hospital did.
    private static string Report(Memory memory) => JsonSerializer.Serialize(new
    {
        saw = new
        {
            identityVerified = true, consentOriginalSeen = true, noRefusalKnown = true, deathPapersSeen = true, physiciansNotInTheatre = true, ethicsOpinionSeen = true,
            ceremonyHeld = true, startedAt = memory.Recall("started"), endedAt = memory.Recall("ended"), items = Organs, bodyRestored = true, handedOver = true, anythingUnusual = false,
        },
    });

    /// <summary>What the hospital knows from one call to the next.</summary>
    private sealed class Memory(string file, JsonObject known)
    {
        public string Pseudonym => (string)known["donor"]!;

        public static Memory In(string folder)
        {
            string file = Path.Combine(folder, "hospital.json");
            if (File.Exists(file))
            {
                return new Memory(file, JsonNode.Parse(File.ReadAllText(file))!.AsObject());
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Memory made = new(file, new JsonObject
            {
                ["donor"] = $"CQ-D-TOUR-{RandomNumberGenerator.GetInt32(1_000_000):D6}",
                ["key"] = Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            });
            made.Write();
            return made;
        }

        public ECDsa Key()
        {
            ECDsa key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Convert.FromBase64String((string)known["key"]!), out _);
            return key;
        }

        public DateTimeOffset Remember(string name, DateTimeOffset at)
        {
            DateTimeOffset whole = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()); // messages carry whole seconds
            known[name] = HospitalBundles.Time(whole);
            Write();
            return whole;
        }

        public string Recall(string name) => (string?)known[name] ?? throw new InvalidOperationException($"This hospital has not {name} yet.");

        private void Write() => File.WriteAllText(file, known.ToJsonString());
    }
}
