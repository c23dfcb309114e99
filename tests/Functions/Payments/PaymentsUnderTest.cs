using System.Globalization;
using System.Text.Json;
using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Boai.Tests.Functions.Payments;

/// <summary>The payment desk on a store of its own, with a fund of 100,000 yuan and cases that ask for payments of 1,000 yuan.</summary>
internal sealed class PaymentsUnderTest : IAsyncDisposable
{
    public const string Accountant = "yz-accountant-1";
    public const string OtherAccountant = "yz-accountant-2";
    public const string Cashier = "yz-cashier";
    public static readonly UnitCode Unit = TestCases.Yuzhong;
    public static readonly DateOnly Today = new(2026, 3, 2);
    private int _people;

    private PaymentsUnderTest(PlatformUnderTest platform, FakePaidCases cases) => (Platform, Cases) = (platform, cases);

    public PlatformUnderTest Platform { get; }

    public FakePaidCases Cases { get; }

    public RecordingClient Client { get; } = new();

    public FundId Fund { get; } = FundId.For(Unit, "test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PaymentsUnderTest> Start()
    {
        FakePaidCases cases = new();
        PlatformUnderTest platform = await PlatformUnderTest.Start(
            Azurite.Connection, PaymentParts.Parts.Access, services => services.RemoveAll<IPaidCase>().AddSingleton<IPaidCase>(cases));
        PaymentsUnderTest payments = new(platform, cases);
        await payments.AddFund(payments.Fund, Money.FromYuan(100_000));
        return payments;
    }

    public T Get<T>()
        where T : notnull => Platform.Get<T>();

    public async Task AddFund(FundId id, Money amount, FundRestriction? restriction = null, string channel = "BOC-500103")
    {
        Fund fund = await Get<FundStore>().Create(new Fund
        {
            Id = id, Unit = id.Unit, LegalPerson = "53500103MJ00000000", Channel = BankChannel.Parse(channel), Name = "测试资金",
            Restriction = restriction ?? FundRestriction.None,
        }, Cancellation);
        Assert.Empty(await Get<FundReceipts>().Post(fund, "IN-" + id.Value[^12..], amount, Cancellation));
    }

    /// <summary>A case whose applicant is in the vault and that asks for its first payment; nothing is opened yet.</summary>
    public async Task<PaymentId> Mandate(long yuan = 1_000, Func<PaymentMandate, PaymentMandate>? change = null)
    {
        int number = Interlocked.Increment(ref _people);
        CaseNumber @case = TestCases.Number(number);
        AdmittedHousehold people = await Get<PersonVault>().AdmitHousehold(
            [new NewMember("RIC", SyntheticPeople.ResidentId(number), "王小明", Account(number))], @case, Cancellation);
        PaymentId payment = PaymentId.Create(@case, 1);
        PaymentMandate mandate = new()
        {
            Payment = payment, Amount = Money.FromYuan(yuan), Approved = Money.FromYuan(yuan), OtherPayments = Money.Zero, Basis = PaymentBasis.AfterPublicity,
            ApprovedOn = Today.AddDays(-1), PublicityLastDay = Today.AddDays(-2), PayeeStanding = PayeeStanding.Beneficiary, PayeeVerified = true, Frozen = false,
            Unit = Unit, Division = Unit, Fund = Fund, Cause = "Illness", Payee = people.Members[0].Value, Household = people.Household.Value,
        };
        Cases[payment] = change?.Invoke(mandate) ?? mandate;
        return payment;
    }

    /// <summary>A payment whose order is ready.</summary>
    public async Task<PaymentId> Ready(long yuan = 1_000, Func<PaymentMandate, PaymentMandate>? change = null)
    {
        PaymentId payment = await Mandate(yuan, change);
        Assert.Empty(await Get<PaymentDesk>().Open(payment, Cancellation));
        return payment;
    }

    public Task<PaymentOrder?> Order(PaymentId payment) => Get<PaymentDesk>().Find(payment, Cancellation);

    public async Task<Fund> FundNow() => (await Get<FundStore>().Find(Fund, Cancellation))!;

    public Task<Answer> Prepare(IReadOnlyList<PaymentId> payments, string account = Accountant, string? key = null) =>
        Prepare([.. payments.Select(payment => payment.Value)], account, key);

    public Task<Answer> Prepare(IReadOnlyList<string> payments, string account, string? key = null) => Post<BatchesEndpoint>(
        "PrepareBatch", account, new { payments }, async endpoint => await endpoint.Item1.Prepare(endpoint.Item2, Client, Cancellation), key);

    public Task<Answer> Export(string batch, int version = 1, string account = Cashier, string? purpose = "payment", string? key = null) => Post<BankFilesEndpoint>(
        "ExportBatch", account, new { version }, async endpoint => await endpoint.Item1.Export(endpoint.Item2, batch, Client, Cancellation), key, purpose);

    public Task<Answer> File(string batch, string account = Cashier, string encoding = "utf-8", string? purpose = "payment") => Send<BankFilesEndpoint>(
        new Sent("ReadBatchFile", "GET") { Query = $"?encoding={encoding}", Purpose = purpose }, account,
        async endpoint => await endpoint.Item1.File(endpoint.Item2, batch, Cancellation));

    public Task<Answer> Import(string batch, byte[] file, string account = Cashier, string? key = null) => Send<BankFilesEndpoint>(
        new Sent("ImportBankReturn") { Key = key ?? Guid.NewGuid().ToString("D"), Body = new MemoryStream(file) }, account,
        async endpoint => await endpoint.Item1.Import(endpoint.Item2, batch, Client, Cancellation));

    public Task<Answer> Reconcile(string batch, long statementPaidFen, string account = OtherAccountant, int version = 3, string statementOn = "2026-03-02") =>
        Post<BatchesEndpoint>(
            "ReconcileBatch", account, new { version, statementPaidFen, statementOn },
            async endpoint => await endpoint.Item1.Reconcile(endpoint.Item2, batch, Client, Cancellation));

    public Task<Answer> Dissolve(string batch, int version = 1, string reasonCode = "wrong-amount", string account = Accountant) => Post<BatchesEndpoint>(
        "DissolveBatch", account, new { version, reasonCode }, async endpoint => await endpoint.Item1.Dissolve(endpoint.Item2, batch, Client, Cancellation));

    public Task<Answer> Post<TEndpoint>(
        string function, string account, object form, Func<(TEndpoint, HttpRequest), Task<IResult>> act, string? key = null, string? purpose = null)
        where TEndpoint : class => Send(
        new Sent(function)
        {
            Key = key ?? Guid.NewGuid().ToString("D"), Purpose = purpose, Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(form)),
        },
        account, act);

    public Task<Answer> Send<TEndpoint>(Sent sent, string account, Func<(TEndpoint, HttpRequest), Task<IResult>> act)
        where TEndpoint : class => Platform.Send(
        sent with { Token = Platform.TokenOf(account) },
        invocation => act((ActivatorUtilities.CreateInstance<TEndpoint>(invocation.InstanceServices), invocation.Http.Request)));

    /// <summary>A batch that the cashier has exported.</summary>
    public async Task<PaymentBatch> Exported(params IReadOnlyList<PaymentId> payments)
    {
        Answer prepared = await Prepare(payments);
        Assert.True(prepared.Status == 201, prepared.Body);
        string batch = prepared.BatchId();
        Answer exported = await Export(batch);
        Assert.True(exported.Status == 200, exported.Body);
        return await Batch(batch);
    }

    public async Task<PaymentBatch> Batch(string id) => (await Get<PaymentBatches>().Find(BatchId.Parse(id), Cancellation))!.Batch;

    public async Task Sweep() => await ActivatorUtilities.CreateInstance<PaymentSweep>(Get<IServiceProvider>()).Settle(new(), Client, Cancellation);

    public async Task Repair() => await ActivatorUtilities.CreateInstance<PaymentSweep>(Get<IServiceProvider>()).Repair(new(), Cancellation);

    private static Dictionary<string, string> Account(int number) => new()
    {
        [VaultField.BankHolder] = "王小明",
        [VaultField.BankAccount] = SyntheticPeople.BankAccount(number),
        [VaultField.BankName] = "重庆农村商业银行",
        [VaultField.Phone] = SyntheticPeople.Mobile(number),
    };

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

/// <summary>Bank return files of a batch.</summary>
internal static class ReturnFiles
{
    /// <summary>The bank paid every line but those that <paramref name="bounced"/> names by their place.</summary>
    public static string AnswerOf(this PaymentBatch batch, int[]? bounced = null, string transactions = "TX", string day = "2026-03-02")
    {
        List<string> lines = [$"H,BOAI-RET-1,{batch.Id},{batch.Channel},{day}"];
        Money paid = Money.Zero;
        int count = 0;
        foreach (BatchLine line in batch.Lines)
        {
            if (bounced?.Contains(line.Seq) == true)
            {
                lines.Add($"D,{line.Reference},{line.Amount},FAIL,,,E02,");
                continue;
            }

            lines.Add(string.Create(CultureInfo.InvariantCulture, $"D,{line.Reference},{line.Amount},OK,{transactions}{line.Seq:D4},{day},,王小明"));
            paid += line.Amount;
            count++;
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"T,{batch.Lines.Count},{batch.Total},{count},{paid}"));
        return string.Join("\r\n", lines) + "\r\n";
    }

    public static byte[] Utf8(this string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static byte[] Gb18030(this string text) => BankFileText.Gb18030.GetBytes(text);

    public static string BatchId(this Answer answer) => JsonDocument.Parse(answer.Body).RootElement.GetProperty("batchId").GetString()!;

    public static string State(this Answer answer) => JsonDocument.Parse(answer.Body).RootElement.GetProperty("state").GetString()!;

    public static long Fen(this Answer answer, string name) => JsonDocument.Parse(answer.Body).RootElement.GetProperty(name).GetInt64();

    /// <summary>Every code that the answer gives for one field.</summary>
    public static IReadOnlyList<string?> ErrorsOf(this Answer answer, string field) =>
        JsonDocument.Parse(answer.Body).RootElement.GetProperty("errors").TryGetProperty(field, out JsonElement errors)
            ? [.. errors.EnumerateArray().Select(error => error.GetProperty("code").GetString())]
            : [];

    /// <summary>The first code of field errors by field.</summary>
    public static IReadOnlyDictionary<string, string> Errors(this Answer answer) => JsonDocument.Parse(answer.Body).RootElement.GetProperty("errors").EnumerateObject()
        .ToDictionary(field => field.Name, field => field.Value[0].GetProperty("code").GetString()!, StringComparer.Ordinal);
}
