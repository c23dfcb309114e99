using Boai.Functions.Payments;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Payments;

/// <summary>Bank files under damage: a changed file is refused, or says the same.</summary>
public sealed class BankFilePropertyTests
{
    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        PaymentBatch batch = Exported(3);
        byte[] file = BankFileText.Gb18030.GetBytes(Answer(batch));

        // Without its last line end it is still whole.
        for (int length = 0; length < file.Length - 2; length++)
        {
            BankReturnReading reading = BankReturnFile.Read(file.AsSpan(0, length), batch, Sample.Today);
            Assert.True(reading is BankReturnReading.Refused, $"the first {length} of {file.Length} bytes were taken");
        }
    }

    [Fact]
    public void One_changed_byte_is_refused_or_leaves_every_line_as_paid_or_bounced_as_it_was()
    {
        PaymentBatch batch = Exported(3);
        byte[] file = BankFileText.Gb18030.GetBytes(Answer(batch));
        BankReturnReading.Complete right = Assert.IsType<BankReturnReading.Complete>(BankReturnFile.Read(file, batch, Sample.Today));
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int run = 0; run < 5_000; run++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(file.Length)] = (byte)random.Next(256);

            if (BankReturnFile.Read(damaged, batch, Sample.Today) is BankReturnReading.Complete complete)
            {
                Assert.True(
                    complete.Results.Select(Kind).SequenceEqual(right.Results.Select(Kind)), $"seed {seed}, run {run}: {string.Join(' ', complete.Results)}");
            }
        }
    }

    [Fact]
    public void Lines_in_any_order_say_the_same_and_have_the_same_print()
    {
        PaymentBatch batch = Exported(5);
        string[] rows = Answer(batch).TrimEnd().Split("\r\n");
        int seed = Environment.TickCount;
        string[] details = rows[1..^1];
        new Random(seed).Shuffle(details);

        BankReturnReading.Complete one = Read(batch, string.Join("\r\n", rows));
        BankReturnReading.Complete other = Read(batch, string.Join("\r\n", [rows[0], .. details, rows[^1]]));

        Assert.Equal(one.Results, other.Results);
        Assert.Equal(one.Digest, other.Digest);
    }

    [Fact]
    public void What_is_exported_reads_back_field_by_field()
    {
        PaymentBatch batch = Sample.Prepared(2);
        PayeeAccount[] accounts = [new("欧阳\"明\",某", "6222000000000001", "中国银行,渝中支行"), new("𠮷田", "62220000", "重庆农村商业银行")];
        IReadOnlyList<IReadOnlyList<string>> rows = BankExport.Rows(batch, accounts);

        foreach (BankFileEncoding encoding in Enum.GetValues<BankFileEncoding>())
        {
            string text = BankFileText.Decode(BankFileText.Encode(BankCsv.Write(rows), encoding))!;
            (IReadOnlyList<CsvRow> read, IReadOnlyList<int> badQuotes) = BankCsv.Read(text);

            Assert.Empty(badQuotes);
            Assert.Equal(rows.Select(row => string.Join('|', row)), read.Where(row => row.Fields is not [""]).Select(row => string.Join('|', row.Fields)));
        }
    }

    [Theory]
    [InlineData("=1+1", "62220000", "银行")]
    [InlineData("王", "6222", "银行")]
    [InlineData("王", "6222000０", "银行")]
    [InlineData("王", "62220000", "@银行")]
    [InlineData("王\n小", "62220000", "银行")]
    [InlineData(" 王", "62220000", "银行")]
    public void An_account_that_a_spreadsheet_or_bank_would_misread_is_not_written(string holder, string number, string bank) =>
        Assert.False(new PayeeAccount(holder, number, bank).IsWritable);

    private static BankReturnReading.Complete Read(PaymentBatch batch, string text) =>
        Assert.IsType<BankReturnReading.Complete>(BankReturnFile.Read(BankFileText.Gb18030.GetBytes(text), batch, Sample.Today));

    private static (Type, int) Kind(LineResult result) => (result.GetType(), result.Seq);

    private static PaymentBatch Exported(int lines) =>
        ((BatchOutcome.Moved)BatchRules.Export(Sample.Prepared(lines), 1, new BatchAct(Sample.Cashier, Sample.Now))).Next;

    // The last line bounced, the others were paid.
    private static string Answer(PaymentBatch batch)
    {
        BatchLine bounced = batch.Lines[^1];
        Money paid = batch.Total - bounced.Amount;
        return string.Join(
            "\r\n",
            [
                $"H,BOAI-RET-1,{batch.Id},{batch.Channel},2026-03-02",
                .. batch.Lines.SkipLast(1).Select(line => $"D,{line.Reference},{line.Amount},OK,TX{line.Seq:D6},2026-03-02,,王小明"),
                $"D,{bounced.Reference},{bounced.Amount},FAIL,,,E01,户名不符",
                $"T,{batch.Lines.Count},{batch.Total},{batch.Lines.Count - 1},{paid}",
                "",
            ]);
    }
}
