using Azure.Data.Tables;
using Boai.Functions.Audit;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Vault;

/// <summary>The vault on a real store: who is known, what is readable, and what a destroyed key leaves.</summary>
public sealed class PersonVaultTests
{
    private static readonly CaseNumber Case = TestCases.Number();
    private static readonly AccessPurpose Purpose = new(PurposeCodes.Verification, "yz-officer-1", "DIST_OFF", "500103", Case.Value, "here");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_admitted_and_read_for_a_purpose()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();

        AdmittedHousehold people = await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation);
        IReadOnlyDictionary<string, string> read = await vault.Read(
            people.Members[0], Case, [VaultField.Name, VaultField.IdNumber, VaultField.BankAccount, "nothing"], Purpose, Cancellation);

        Assert.Equal([TestCases.Name, TestCases.IdNumber, TestCases.BankAccount], [read[VaultField.Name], read[VaultField.IdNumber], read[VaultField.BankAccount]]);
        Assert.Equal(3, read.Count); // a field that was not asked for, or never given, does not come out
        TableEntity line = await platform.SingleAuditLine();
        Assert.Equal(("C3:name;C4:idNumber,bank.account,nothing", "verification", "read"), (line.GetString("Fields"), line.GetString("Purpose"), line.GetString("Result")));
    }

    [Fact]
    public async Task A_new_person_costs_two_storage_operations_and_a_note_none()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        StorageMeter meter = platform.Get<StorageMeter>();
        meter.Reset();

        AdmittedHousehold people = await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation);
        await vault.Seal(people.Members[0], "家访记录", "visit", Cancellation);

        Assert.Equal(2, meter.Total);
    }

    [Fact]
    public async Task The_same_number_is_the_same_person_and_household_whatever_the_case()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();

        AdmittedHousehold first = await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation);
        AdmittedHousehold again = await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation);
        AdmittedHousehold later = await vault.AdmitHousehold([TestCases.Applicant], TestCases.Number(18), Cancellation);

        Assert.Equal((first.Household, first.Members[0]), (again.Household, again.Members[0]));
        Assert.Equal((first.Household, first.Members[0]), (later.Household, later.Members[0]));
        Assert.Equal([false, true, true], [first.Known[0], again.Known[0], later.Known[0]]);
        Assert.Equal(first.Members[0], (await vault.Find("RIC", TestCases.IdNumber, Cancellation))!.Subject);
        Assert.Null(await vault.Find("RIC", "11010519491231002X", Cancellation));
    }

    [Fact]
    public async Task A_later_form_never_changes_what_an_earlier_case_knows()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];

        // Somebody fills in a form with the same identity number and another phone.
        NewMember impostor = TestCases.Applicant with { Name = "李四", Dossier = new Dictionary<string, string> { [VaultField.Phone] = "13900139000" } };
        await vault.AdmitHousehold([impostor], TestCases.Number(18), Cancellation);
        await vault.AdmitHousehold([impostor], Case, Cancellation);

        Assert.True(await vault.Matches(subject, Case, VaultField.Phone, TestCases.Phone, Cancellation));
        Assert.False(await vault.Matches(subject, Case, VaultField.Phone, "13900139000", Cancellation));
        Assert.True(await vault.Matches(subject, Case, VaultField.Name, TestCases.Name, Cancellation));
    }

    [Fact]
    public async Task Relatives_on_one_form_are_one_household_and_stay_so()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        NewMember mother = new("RIC", "500242198512124023", "李雷雨", new Dictionary<string, string>());
        NewMember child = new("BIRTH", "A123456789", "王小", new Dictionary<string, string>());

        AdmittedHousehold mothersOwn = await vault.AdmitHousehold([mother], TestCases.Number(1), Cancellation);
        AdmittedHousehold together = await vault.AdmitHousehold([TestCases.Applicant, mother, child], TestCases.Number(2), Cancellation);
        AdmittedHousehold childAlone = await vault.AdmitHousehold([child], TestCases.Number(3), Cancellation);

        Assert.Equal(mothersOwn.Household, together.Household); // whoever is new joins the household that is known
        Assert.Equal(together.Household, childAlone.Household);
        Assert.Equal(3, together.Members.Distinct().Count());
    }

    [Fact]
    public async Task Ten_forms_at_once_with_one_number_admit_one_person()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();

        AdmittedHousehold[] all = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(sequence => vault.AdmitHousehold([TestCases.Applicant], TestCases.Number(sequence), Cancellation)));

        Assert.Single(all.Select(people => people.Members[0]).Distinct());
        foreach (int sequence in Enumerable.Range(1, 10))
        {
            Assert.True(await vault.Matches(all[0].Members[0], TestCases.Number(sequence), VaultField.Phone, TestCases.Phone, Cancellation));
        }
    }

    [Fact]
    public async Task A_correction_keeps_what_it_corrects()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];
        Dictionary<string, string> corrected = new() { [VaultField.BankAccount] = "6222020000000000019" };

        await vault.Amend(subject, Case, corrected, Cancellation);
        await vault.Amend(subject, Case, corrected, Cancellation);

        IReadOnlyDictionary<string, string> read = await vault.Read(
            subject, Case, [VaultField.BankAccount, "bank.account#1", "bank.account#2"], Purpose, Cancellation);
        Assert.Equal(("6222020000000000019", TestCases.BankAccount), (read[VaultField.BankAccount], read["bank.account#1"]));
        Assert.False(read.ContainsKey("bank.account#2"));
    }

    [Fact]
    public async Task Sealed_text_opens_for_its_subject_and_context_alone()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        NewMember other = new("RIC", "500242198512124023", "李雷", new Dictionary<string, string>());
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];
        SubjectId stranger = (await vault.AdmitHousehold([other], TestCases.Number(18), Cancellation)).Members[0];

        string note = await vault.Seal(subject, "患肺癌，已住院", "case-note|1", Cancellation);

        Assert.Equal("患肺癌，已住院", await vault.Unseal(subject, note, "case-note|1", Purpose, Cancellation));
        await Assert.ThrowsAsync<SealBrokenException>(async () => await vault.Unseal(stranger, note, "case-note|1", Purpose, Cancellation));
        await Assert.ThrowsAsync<SealBrokenException>(async () => await vault.Unseal(subject, note, "case-note|2", Purpose, Cancellation));
    }

    [Fact]
    public async Task What_is_moved_to_another_person_in_the_store_does_not_open()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        NewMember other = new("RIC", "500242198512124023", "李雷", new Dictionary<string, string> { [VaultField.BankAccount] = "6222020000000000027" });
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];
        SubjectId thief = (await vault.AdmitHousehold([other], Case, Cancellation)).Members[0];
        TableClient table = platform.Get<AppStorage>().Table(PlatformTables.Vault);

        // With the whole row, wrapped key and all, the context still says whose it is.
        TableEntity row = (await table.Find(thief.Value, thief.Value, Cancellation))!;
        TableEntity victim = (await table.Find(subject.Value, subject.Value, Cancellation))!;
        (row.PartitionKey, row.RowKey) = (victim.PartitionKey, victim.RowKey);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, Cancellation);

        await Assert.ThrowsAsync<SealBrokenException>(() => vault.Read(subject, Case, [VaultField.Name], Purpose, Cancellation));
    }

    [Fact]
    public async Task A_destroyed_person_is_unreadable_and_a_stranger_afterwards()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];
        string note = await vault.Seal(subject, "备注", "n", Cancellation);

        await vault.Destroy(subject, Purpose, Cancellation);
        await vault.Destroy(subject, Purpose, Cancellation);

        await Assert.ThrowsAsync<SubjectDestroyedException>(() => vault.Read(subject, Case, [VaultField.Name], Purpose, Cancellation));
        await Assert.ThrowsAsync<SubjectDestroyedException>(async () => await vault.Unseal(subject, note, "n", Purpose, Cancellation));
        Assert.Null(await vault.Masked(subject, Case, Cancellation));
        Assert.Null(await vault.Find("RIC", TestCases.IdNumber, Cancellation));
        AdmittedHousehold anew = await vault.AdmitHousehold([TestCases.Applicant], TestCases.Number(18), Cancellation);
        Assert.NotEqual(subject, anew.Members[0]);
    }

    [Fact]
    public async Task Lists_show_a_person_masked()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PersonVault vault = platform.Get<PersonVault>();
        SubjectId subject = (await vault.AdmitHousehold([TestCases.Applicant], Case, Cancellation)).Members[0];

        MaskedPerson masked = (await vault.Masked(subject, Case, Cancellation))!;

        Assert.Equal("王*明", masked.Name);
        Assert.DoesNotContain("19900307", masked.IdNumber, StringComparison.Ordinal);
        Assert.NotEqual(TestCases.Phone, masked.Phone);
    }

    [Fact]
    public async Task Another_master_key_stops_the_start_with_what_to_do()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        string folder = Path.Combine(platform.KeyFolder, "other");

        KeyFileException refused = await Assert.ThrowsAsync<KeyFileException>(
            () => new PlatformKeys(platform.Get<AppStorage>(), LocalMasterKey.InFolder(folder)).Load(Cancellation));

        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_personal_data_stands_in_any_table_or_log_in_the_clear()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PersonVault vault = platform.Get<PersonVault>();
        KnownPerson person = (await vault.Find("RIC", TestCases.IdNumber, Cancellation))!;
        await vault.Read(person.Subject, number, [VaultField.Name, VaultField.Phone], Purpose, Cancellation);

        string everything = string.Join('\n', await platform.EveryStoredText()) + string.Join('\n', platform.Logs.Lines);

        Assert.NotEmpty(everything);
        Assert.All([TestCases.Name, TestCases.IdNumber, TestCases.Phone, TestCases.BankAccount], canary => Assert.DoesNotContain(canary, everything, StringComparison.Ordinal));
    }
}
