using System.Globalization;
using System.Text;
using System.Text.Json;
using Boai.Workflows.Shared;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>Several payments on their way through the bank, as accountant and cashier take them there.</summary>
internal sealed class CrashBatch(PatientClient branch, IReadOnlyList<string> payments)
{
    /// <summary>From the prepared batch to the reconciled one.</summary>
    public async Task Pay()
    {
        JsonElement prepared = (await branch.Post("yz-accountant-1", "payments/batches", new { payments })).Expect(201).Json;
        string route = "payments/batches/" + prepared.GetProperty("batchId").GetString();
        JsonElement exported = (await branch.Post("yz-cashier", route + "/export", new { version = Version(prepared) }, purpose: "payment")).Expect(200).Json;
        DateOnly today = DateOnly.FromDateTime((await branch.Now()).ToOffset(TimeSpan.FromHours(8)).DateTime);
        JsonElement returned = (await branch.PostRaw("yz-cashier", route + "/return", Answer(exported, today), "text/csv")).Expect(200).Json;
        (await branch.Post("yz-accountant-1", route + "/reconciliation", new
        {
            version = Version(returned), statementPaidFen = returned.GetProperty("paidFen").GetInt64(), statementOn = today,
        })).Expect(200);
    }

    private static int Version(JsonElement batch) => batch.GetProperty("version").GetInt32();

    // Everything is paid, under numbers that no other line has.
    private static byte[] Answer(JsonElement batch, DateOnly on)
    {
        string day = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string total = new Money(batch.GetProperty("totalFen").GetInt64()).ToString();
        int count = batch.GetProperty("count").GetInt32();
        string text = string.Join("\r\n",
        [
            $"H,BOAI-RET-1,{batch.GetProperty("batchId").GetString()},{batch.GetProperty("channel").GetString()},{day}",
            .. batch.GetProperty("lines").EnumerateArray().Select(line =>
            {
                string reference = line.GetProperty("reference").GetString()!;
                return $"D,{reference},{new Money(line.GetProperty("amountFen").GetInt64())},OK,TX-{reference},{day},,";
            }),
            string.Create(CultureInfo.InvariantCulture, $"T,{count},{total},{count},{total}"),
            "",
        ]);
        return Encoding.UTF8.GetBytes(text);
    }
}
