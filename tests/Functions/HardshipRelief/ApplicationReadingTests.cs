using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief.Application;
using Boai.Tests.Support;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.HardshipRelief;

/// <summary>F-05 困难救助申请 (handbook §20): each fault is named with its field, all at once.</summary>
public sealed class ApplicationReadingTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void A_valid_form_gives_the_unit_the_persons_and_the_facts()
    {
        ApplicationForm form = ReliefForms.Valid(1) with { Household = [ReliefForms.Member(2)] };

        ReadApplication application = Read(form);

        Assert.Equal(UnitCode.Parse("500103"), application.Unit);
        Assert.Equal([SyntheticPeople.ResidentId(1), SyntheticPeople.ResidentId(2)], application.Members.Select(member => member.IdNumber));
        Assert.Equal(new Money(280_000), application.Asked);
        Assert.True(application.HolderMatches);
        Assert.False(application.ConcernsMinor);
    }

    [Fact]
    public void A_form_without_an_amount_leaves_it_to_the_branch()
        => Assert.Null(Read(ReliefForms.Valid() with { AskedAmountFen = null }).Asked);

    public static TheoryData<string, string, Func<ApplicationForm, ApplicationForm>> Faults { get; } = new()
    {
        { "formVersion", ReliefFormErrors.FormVersion, form => form with { FormVersion = "2019-1" } },
        { "applicant.name", "input.personNameFormula", form => Named(form, "=HYPERLINK(\"http://x\")") },
        { "applicant.name", "input.personNameDirectionOverride", form => Named(form, "王\u202E明") },
        { "applicant.name", "input.personNameLength", form => Named(form, "王") },
        { "applicant.idType", "input.personIdKindUnknown", form => form with { Applicant = form.Applicant with { IdType = "DRIVER" } } },
        { "applicant.idNumber", "input.residentIdCheckCharacter", form => Numbered(form, "110105194912310021") },
        { "applicant.idNumber", "input.residentIdBirthDate", form => Numbered(form, "50022519630229001X") },
        { "applicant.idNumber", "input.residentIdBornInFuture", form => Numbered(form, SyntheticPeople.ResidentId(new DateOnly(2026, 3, 3))) },
        { "applicant.phone", "input.phoneForm", form => form with { Applicant = form.Applicant with { Phone = "12345" } } },
        { "applicant.phone", ReliefFormErrors.PhoneNotMobile, form => form with { Applicant = form.Applicant with { Phone = "023-63810000" } } },
        { "applicant.circumstances.annualIncomeFen", ReliefFormErrors.AmountNegative, form => Living(form, c => c with { AnnualIncomeFen = -1 }) },
        { "applicant.circumstances.disabilityGrade", ReliefFormErrors.DisabilityGrade, form => Living(form, c => c with { DisabilityGrade = 5 }) },
        { "residence.division", ReliefFormErrors.OutOfRegion, form => form with { Residence = new PlacePart("110105", "某街道") } },
        { "residence.division", ReliefFormErrors.OutOfRegion, form => form with { Residence = new PlacePart("500000", "某街道") } },
        { "residence.division", "input.unitRetired", form => form with { Residence = new PlacePart("500112", "某街道") } },
        { "residence.division", "input.unitCodeForm", form => form with { Residence = new PlacePart("渝中区", "某街道") } },
        { "residence.street", "input.streetOutsideDistrict", form => form with { Residence = new PlacePart("500103", "某街道", "500110004") } },
        { "residence.address", "text.bidi", form => form with { Residence = new PlacePart("500103", "某\u202E街道") } },
        { "description", "text.emoji", form => form with { Description = string.Concat(Enumerable.Repeat("😀", 1_000)) } },
        { "description", "text.too-long", form => form with { Description = new string('难', 2_001) } },
        { "description", "text.bidi", form => form with { Description = "困难\u2067反转" } },
        { "askedAmountFen", ReliefFormErrors.AmountNotPositive, form => form with { AskedAmountFen = -1 } },
        { "askedAmountFen", ReliefFormErrors.AmountNotPositive, form => form with { AskedAmountFen = 0 } },
        { "askedAmountFen", ReliefFormErrors.AmountTooLarge, form => form with { AskedAmountFen = long.MaxValue } },
        { "bank.holder", ReliefFormErrors.HolderMismatch, form => form with { Bank = form.Bank with { Holder = "张三丰" } } },
        { "bank.accountNumber", "input.bankCardCheckDigit", form => form with { Bank = form.Bank with { AccountNumber = "6222000000000000001" } } },
        { "bank.payee", ReliefFormErrors.PayeeNotGuardian, form => form with { Bank = form.Bank with { Payee = PayeeRelation.Guardian } } },
        { "household[0].idNumber", ReliefFormErrors.PersonTwice, form => form with { Household = [ReliefForms.Member(1)] } },
        { "household", ReliefFormErrors.HouseholdTooLarge, form => form with { Household = [.. Enumerable.Range(100, 20).Select(n => ReliefForms.Member(n))] } },
        { "agent", ReliefFormErrors.AgentMissing, form => form with { ApplyingAs = ApplyingAs.Guardian } },
        { "agent", ReliefFormErrors.AgentNotExpected, form => form with { Agent = new AgentPart("李四光", "13800000001", true) } },
        { "agent.withConsent", ReliefFormErrors.AgentWithoutConsent, form => form with
            { ApplyingAs = ApplyingAs.VillageOfficer, Agent = new AgentPart("李四光", "13800000001", false) } },
        { "agent.idNumber", ReliefFormErrors.AgentByAccount, form => form with
            { ApplyingAs = ApplyingAs.VillageOfficer, Agent = new AgentPart("李四光", "13800000001", true, "RIC", "anything at all") } },
        { "applyingAs", ReliefFormErrors.MinorNeedsGuardian, form => Numbered(form, SyntheticPeople.ResidentId(new DateOnly(2008, 3, 3))) },
        { "relatives.staff", "text.required", form => form with { Relatives = new RelativesPart(HasRelative: true) } },
        { "relatives.staff", ReliefFormErrors.RelativesNotExpected, form => form with { Relatives = new RelativesPart(HasRelative: false, "某会计") } },
        { "consents", ReliefFormErrors.ConsentMissing, form => form with { Consents = [.. form.Consents.Skip(1)] } },
        { "consents[5].code", ReliefFormErrors.ConsentTwice, form => form with { Consents = [.. form.Consents, form.Consents[0]] } },
        { "consents[5].code", ReliefFormErrors.ConsentUnknown, form => form with { Consents = [.. form.Consents, new ConsentPart("marketing", "2026-1")] } },
        { "consents[0].textVersion", ReliefFormErrors.ConsentVersion, form => form with
            { Consents = [form.Consents[0] with { TextVersion = "2025-1" }, .. form.Consents.Skip(1)] } },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Each_fault_is_named_with_its_field(string field, string code, Func<ApplicationForm, ApplicationForm> spoil)
    {
        bool isRight = Reader().TryRead(spoil(ReliefForms.Valid()), out ReadApplication? application, out FieldErrors errors);

        Assert.False(isRight);
        Assert.Null(application);
        Assert.Contains((field, code), errors.Problems.Select(problem => (problem.Field, problem.Code)));
    }

    [Fact]
    public void On_the_eighteenth_birthday_a_person_applies_alone()
        => Assert.False(Read(Numbered(ReliefForms.Valid(), SyntheticPeople.ResidentId(Today.AddYears(-18)))).ConcernsMinor);

    [Fact]
    public void A_guardian_applies_for_a_minor_and_takes_the_money()
    {
        ApplicationForm form = Numbered(ReliefForms.Valid(), SyntheticPeople.ResidentId(new DateOnly(2015, 5, 5))) with
        {
            ApplyingAs = ApplyingAs.Guardian,
            Agent = new AgentPart("李四光", "13800000001", WithConsent: false, "RIC", SyntheticPeople.ResidentId(7)),
            Bank = new BankPart("李四光", SyntheticPeople.BankAccount(7), "重庆银行", PayeeRelation.Guardian),
        };

        ReadApplication application = Read(form);

        Assert.True(application.ConcernsMinor);
        Assert.Equal(PayeeRelation.Guardian, application.PayeeRelation);
    }

    [Fact]
    public void A_guardian_from_abroad_is_known_by_a_passport_and_its_country()
    {
        ApplicationForm form = ReliefForms.Valid() with
        {
            ApplyingAs = ApplyingAs.Guardian, Agent = new AgentPart("Anna Berg", "13800000001", WithConsent: true, "PPT", "AB1234567", "SWE"),
        };

        Assert.Equal(ApplyingAs.Guardian, Read(form).AppliedAs);
        Assert.False(Reader().TryRead(form with { Agent = form.Agent! with { IssuedBy = null } }, out _, out FieldErrors errors));
        Assert.Equal(("agent.issuedBy", "input.passportCountry"), (errors.Problems[0].Field, errors.Problems[0].Code));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        ApplicationForm form = Numbered(ReliefForms.Valid(), "1") with { AskedAmountFen = -5, Description = "" };

        Assert.False(Reader().TryRead(form, out _, out FieldErrors errors));

        Assert.Equal(["applicant.idNumber", "askedAmountFen", "description"], errors.Problems.Select(problem => problem.Field!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_part_of_a_form_prints_what_it_holds()
    {
        ApplicationForm form = ReliefForms.Valid() with { Household = [ReliefForms.Member(2)] };

        string printed = string.Join(' ', form, form.Applicant, form.Bank, form.Residence, form.Household[0], form.Relatives, form.Applicant.Circumstances);

        Assert.DoesNotContain("王小明", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(form.Applicant.IdNumber, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(form.Bank.AccountNumber, printed, StringComparison.Ordinal);
    }

    private static ApplicationReading Reader() => new(Today, PolicyPack.Default);

    private static ReadApplication Read(ApplicationForm form)
    {
        bool isRight = Reader().TryRead(form, out ReadApplication? application, out FieldErrors errors);
        Assert.True(isRight, string.Join(", ", errors.Problems.Select(problem => $"{problem.Field}: {problem.Code}")));
        return application!;
    }

    private static ApplicationForm Named(ApplicationForm form, string name) => form with { Applicant = form.Applicant with { Name = name } };

    private static ApplicationForm Numbered(ApplicationForm form, string number) => form with { Applicant = form.Applicant with { IdNumber = number } };

    private static ApplicationForm Living(ApplicationForm form, Func<CircumstancesPart, CircumstancesPart> change) =>
        form with { Applicant = form.Applicant with { Circumstances = change(form.Applicant.Circumstances) } };
}
