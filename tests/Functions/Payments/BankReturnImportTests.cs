using System.Text;
using Azure.Data.Tables;
using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;

namespace Boai.Tests.Functions.Payments;

/// <summary>A bank return file is taken whole or not at all: the refusal says which line, and nothing is stored but the audit line.</summary>
public sealed class BankReturnImportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is done to a right file of two lines, the code, and the field that says where.</summary>
    public static TheoryData<string, Func<string, PaymentBatch, string>, string, string> WrongFiles { get; } = new()
    {
        { "nothing in it", (_, _) => "", BankFileProblems.Empty, "file" },
        { "no header", (file, _) => file[(file.IndexOf('\n') + 1)..], BankFileProblems.HeaderMissing, "lines[1]" },
        { "another version", (file, _) => file.Replace("BOAI-RET-1", "BOAI-RET-2"), BankFileProblems.Version, "lines[1]" },
        { "another batch", (file, batch) => file.Replace(batch.Id.Value, "PB-500103-000000000000"), BankFileProblems.Batch, "lines[1]" },
        { "another account", (file, _) => file.Replace("BOC-500103", "BOC-500101"), BankFileProblems.Channel, "lines[1]" },
        { "a day in the future", (file, _) => file.Replace("BOC-500103,2026-03-02", "BOC-500103,2026-03-03"), BankFileProblems.BankDate, "lines[1]" },
        { "wrong total", (file, batch) => file.Replace($"T,2,{batch.Total}", "T,2,3000.01"), BankFileProblems.TrailerTotal, "lines[4]" },
        { "wrong count", (file, _) => file.Replace("T,2,", "T,3,"), BankFileProblems.TrailerCount, "lines[4]" },
        { "wrong sum of what was paid", (file, _) => file.Replace("2,3000.00\r\n", "2,2999.99\r\n"), BankFileProblems.TrailerPaidTotal, "lines[4]" },
        { "wrong number of what was paid", (file, _) => file.Replace(",2,3000.00\r\n", ",1,3000.00\r\n"), BankFileProblems.TrailerPaidCount, "lines[4]" },
        { "a line that is not of the batch", (file, batch) => file.Replace(batch.Lines[1].Reference.Value, batch.Lines[1].Reference.Value[..^1] + "2"), BankFileProblems.ReferenceUnknown, "lines[3]" },
        { "a line twice", (file, batch) => file.Replace(batch.Lines[1].Reference.Value, batch.Lines[0].Reference.Value), BankFileProblems.ReferenceDoubled, "lines[3]" },
        { "a line missing", (file, _) => string.Join("\r\n", file.Split("\r\n").Where((_, line) => line != 2)), BankFileProblems.LineMissing, "lines[3]" },
        { "another amount", (file, batch) => file.Replace($"{batch.Lines[0].Reference},1000.00", $"{batch.Lines[0].Reference},1000.01"), BankFileProblems.AmountDiffers, "lines[2]" },
        { "an amount as spreadsheets write it", (file, batch) => file.Replace($"{batch.Lines[0].Reference},1000.00", $"{batch.Lines[0].Reference},1E+3"), BankFileProblems.AmountForm, "lines[2]" },
        { "a result of no kind", (file, _) => file.Replace(",OK,TX0001", ",MAYBE,TX0001"), BankFileProblems.Result, "lines[2]" },
        { "the bank's number twice", (file, _) => file.Replace("TX0002", "TX0001"), BankFileProblems.TransactionDoubled, "lines[3]" },
        { "a number of no form", (file, _) => file.Replace("TX0002", "=1+1"), BankFileProblems.TransactionForm, "lines[3]" },
        { "paid before it was prepared", (file, _) => file.Replace("TX0002,2026-03-02", "TX0002,2026-03-01"), BankFileProblems.PaidOn, "lines[3]" },
        { "bounced without a reason", (file, _) => file.Replace("OK,TX0002,2026-03-02,,", "FAIL,,,E77,"), BankFileProblems.Reason, "lines[3]" },
        { "a field too many", (file, _) => file.Replace("TX0002,", "TX0002,,"), BankFileProblems.FieldCount, "lines[3]" },
        { "a row of no kind", (file, _) => file.Replace("\r\nT,", "\r\nX,\r\nT,"), BankFileProblems.RowKind, "lines[4]" },
        { "cut off", (file, _) => file[..file.IndexOf("\r\nT,", StringComparison.Ordinal)], BankFileProblems.TrailerMissing, "lines[3]" },
        { "something after the end", (file, _) => file + "D,more\r\n", BankFileProblems.AfterTrailer, "lines[5]" },
        { "a quote that does not close", (file, _) => file.Replace("D,", "D,\"", StringComparison.Ordinal), BankFileProblems.Quote, "lines[2]" },
    };

    [Theory]
    [MemberData(nameof(WrongFiles), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_file_is_refused_whole_and_says_which_line(
        string what, Func<string, PaymentBatch, string> spoil, string code, string field)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready(), await payments.Ready(2_000));
        IReadOnlyDictionary<string, string> before = await Stored(payments);

        Answer answer = await payments.Import(batch.Id.Value, spoil(batch.AnswerOf(), batch).Utf8());

        Assert.True((422, "bank-return.refused") == (answer.Status, answer.Code), $"{what}: {answer.Body}");
        Assert.True(answer.ErrorsOf(field).Contains(code), $"{what}: {answer.Body}");
        Assert.Equal(before, await Stored(payments));
        TableEntity audit = (await payments.Platform.AuditLines())[^1];
        Assert.Equal(("ImportBankReturn", "refused:bank-return.refused", "yz-cashier"), (audit.GetString("What"), audit.GetString("Result"), audit.GetString("Who")));
        Assert.Equal(200, (await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8())).Status);
    }

    [Fact]
    public async Task Text_that_is_neither_GB18030_nor_UTF8_is_refused_with_its_line()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());
        byte[] file = batch.AnswerOf().Utf8();
        int broken = Array.LastIndexOf(file, (byte)'\n', file.Length - 2) - 3; // inside the second line
        file[broken] = 0xFF;

        Answer answer = await payments.Import(batch.Id.Value, file);
        Answer utf16 = await payments.Import(batch.Id.Value, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(batch.AnswerOf())]);

        Assert.Equal(BankFileProblems.Encoding, answer.Errors()["lines[2]"]);
        Assert.Equal(BankFileProblems.Encoding, utf16.Errors()["file"]);
    }

    [Fact]
    public async Task A_file_larger_than_any_answer_is_refused_without_being_read_to_its_end()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());

        Answer answer = await payments.Import(batch.Id.Value, new byte[BankReturnFile.MostBytes + 1]);

        Assert.Equal(BankFileProblems.TooLarge, answer.Errors()["file"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_encoding_is_taken_with_or_without_a_mark(bool mark)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch one = await payments.Exported(await payments.Ready());
        PaymentBatch other = await payments.Exported(await payments.Ready());

        Answer utf8 = await payments.Import(one.Id.Value, [.. mark ? Encoding.UTF8.Preamble.ToArray() : [], .. one.AnswerOf().Utf8()]);
        Answer gb = await payments.Import(other.Id.Value, other.AnswerOf(transactions: "TY").Gb18030());

        Assert.Equal((200, 200), (utf8.Status, gb.Status));
    }

    [Fact]
    public async Task The_same_answer_again_is_the_first_one_again_whoever_brings_it_in_whatever_encoding()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        PaymentBatch batch = await payments.Exported(payment);
        Answer first = await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());

        Answer again = await payments.Import(batch.Id.Value, batch.AnswerOf().Gb18030());

        Assert.Equal((200, first.Body), (again.Status, again.Body));
        Assert.Equal(Boai.Workflows.Shared.Money.FromYuan(1_000), (await payments.FundNow()).Spent);
    }

    [Fact]
    public async Task Another_answer_for_a_batch_that_has_one_is_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        PaymentBatch batch = await payments.Exported(payment);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());
        IReadOnlyDictionary<string, string> before = await Stored(payments);

        Answer other = await payments.Import(batch.Id.Value, batch.AnswerOf(bounced: [1]).Utf8());

        Assert.Equal((409, PaymentProblems.BatchReturnDiffers), (other.Status, other.Code));
        Assert.Equal(before, await Stored(payments));
        Assert.IsType<PaymentState.Paid>((await payments.Order(payment))!.State);
    }

    [Fact]
    public async Task I_23_a_transaction_that_was_posted_for_another_batch_is_refused_with_its_line()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch first = await payments.Exported(await payments.Ready());
        PaymentBatch second = await payments.Exported(await payments.Ready(), await payments.Ready());
        await payments.Import(first.Id.Value, first.AnswerOf().Utf8());
        IReadOnlyDictionary<string, string> before = await Stored(payments);

        Answer answer = await payments.Import(second.Id.Value, second.AnswerOf().Utf8());

        Assert.Equal(BankFileProblems.TransactionPosted, Assert.Single(answer.Errors()).Value);
        Assert.Equal("lines[2]", Assert.Single(answer.Errors()).Key);
        Assert.Equal(before, await Stored(payments));
    }

    [Fact]
    public async Task A_file_for_a_batch_that_the_bank_has_not_seen_is_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        string batch = (await payments.Prepare([await payments.Ready()])).BatchId();

        Answer answer = await payments.Import(batch, (await payments.Batch(batch)).AnswerOf().Utf8());

        Assert.Equal((409, PaymentProblems.BatchState), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_file_for_no_batch_is_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();

        Assert.Equal((404, PaymentProblems.BatchUnknown), Codes(await payments.Import("PB-500103-000000000000", "H"u8.ToArray())));
        Assert.Equal((422, "input.batchIdForm"), Codes(await payments.Import("PB-1", "H"u8.ToArray())));
    }

    [Fact]
    public async Task Who_may_not_pay_in_one_of_the_cases_may_not_import_another_cashiers_batch_either()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());
        Actor other = new("yz-cashier-2", Roles.Cashier, PaymentsUnderTest.Unit);
        payments.Cases.Bar(other.StaffId, Duty.Pay, CaseProblem.Of(CaseProblems.Recusal));

        Boai.Functions.Errors.ProblemException refused = await Assert.ThrowsAsync<Boai.Functions.Errors.ProblemException>(
            () => payments.Get<BatchDesk>().Import(batch.Id, batch.AnswerOf().Utf8(), other, payments.Client, Cancellation));

        Assert.Equal(CaseProblems.Recusal, refused.Problems[0].Code);
    }

    private static (int, string?) Codes(Answer answer) => (answer.Status, answer.Code);

    // Everything that the desk stores: key, and the row's version.
    private static async Task<IReadOnlyDictionary<string, string>> Stored(PaymentsUnderTest payments)
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        foreach (string table in PaymentTables.All.Tables)
        {
            await foreach (TableEntity row in payments.Get<AppStorage>().Table(table).QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                rows[$"{table}|{row.PartitionKey}|{row.RowKey}"] = row.ETag.ToString();
            }
        }

        return rows;
    }
}
