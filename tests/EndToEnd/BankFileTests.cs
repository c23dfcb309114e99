using System.Text;
using System.Text.Json;

namespace Boai.Tests.EndToEnd;

/// <summary>The bank's answer over HTTP: taken whole, or refused whole with the line that is wrong.</summary>
public sealed class BankFileTests
{
    [Fact]
    public async Task A_wrong_file_is_refused_with_its_line_and_the_right_one_is_taken_in_either_encoding()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        ReliefJourney journey = await ReliefJourney.Apply(app);
        await journey.ToPublicity();
        await journey.HangTheList();
        await journey.Approve();
        JsonElement batch = await journey.SendToBank();
        string route = $"payments/batches/{batch.GetProperty("batchId").GetString()}/return";
        string right = Encoding.UTF8.GetString(journey.BankAnswer(batch, paid: true));
        string reference = batch.GetProperty("lines")[0].GetProperty("reference").GetString()!;
        string detail = right.Split("\r\n")[1] + "\r\n";
        (string File, string Field, string Code)[] wrong =
        [
            (right.Replace("T,1,2800.00", "T,1,2800.01", StringComparison.Ordinal), "lines[3]", "bank-return.trailer-total"),
            (right.Replace(",1,2800.00\r\n", ",1,0.00\r\n", StringComparison.Ordinal), "lines[3]", "bank-return.trailer-paid-total"),
            (right.Replace(reference, reference[..^1] + "7", StringComparison.Ordinal), "lines[2]", "bank-return.reference-unknown"),
            (right.Replace(detail, detail + detail, StringComparison.Ordinal), "lines[3]", "bank-return.reference-doubled"),
            (right.Replace(detail, "", StringComparison.Ordinal), "lines[2]", "bank-return.line-missing"),
            (right.Replace(batch.GetProperty("batchId").GetString()!, "PB-500103-000000000000", StringComparison.Ordinal), "lines[1]", "bank-return.batch"),
            (right.Replace($"{reference},2800.00", $"{reference},-2800.00", StringComparison.Ordinal), "lines[2]", "bank-return.amount-form"),
            (right.Replace($"{reference},2800.00", $"{reference},99999999999999999999.00", StringComparison.Ordinal), "lines[2]", "bank-return.amount-form"),
            (right.Replace($"TX0001,{app.Today:yyyy-MM-dd}", $"TX0001,{app.Today.AddDays(1):yyyy-MM-dd}", StringComparison.Ordinal), "lines[2]", "bank-return.paid-on"),
            ("", "file", "bank-return.empty"),
        ];
        foreach ((string file, string field, string code) in wrong)
        {
            Reply reply = await app.Refuses(() => app.PostRaw("yz-cashier", route, Encoding.UTF8.GetBytes(file), "text/csv"), 422, "bank-return.refused");
            reply.RefusedAt(field, code);
        }

        await app.Refuses(() => app.PostRaw("yz-cashier", route, Encoding.Unicode.GetBytes(right), "text/csv"), 422, "bank-return.refused");
        await app.Refuses(() => app.PostRaw("wz-cashier", route, Encoding.UTF8.GetBytes(right), "text/csv"), 403, "access.unit");
        await app.Refuses(() => app.PostRaw("yz-cashier", "payments/batches/PB-500103-000000000000/return", Encoding.UTF8.GetBytes(right), "text/csv"), 404, "batch.unknown");
        await app.Refuses(() => app.PostRaw("yz-cashier", "payments/batches/none/return", Encoding.UTF8.GetBytes(right), "text/csv"), 422, "input.batchIdForm");

        byte[] gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(right.Replace(",,\r\n", ",,付款成功\r\n", StringComparison.Ordinal));
        (await journey.Import(batch, gb18030)).Expect(200);
        Assert.Equal("Aided", await journey.State());
        await app.Refuses(() => app.PostRaw("yz-cashier", route, journey.BankAnswer(batch, paid: false), "text/csv"), 409, "batch.return-differs");
        await app.Refuses(() => app.PostRaw("yz-cashier", route, journey.BankAnswer(batch, paid: true, "TX0002"), "text/csv"), 409, "batch.return-differs");

        // The list still hangs on the web; an objection comes too late, and says nothing of how the case went on.
        string listing = (await app.Get(null, "public/hardship-relief/publicity/500103")).Json[0].GetProperty("listingId").GetString()!;
        await app.Refuses(() => app.Post(null, $"public/hardship-relief/publicity/500103/{listing}/objections", new { reason = "情况不实。" }), 409, "relief.objection-window");
    }
}
