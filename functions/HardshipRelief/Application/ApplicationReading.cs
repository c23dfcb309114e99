using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Boai.Functions.Forms;
using Boai.Functions.Vault;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>Checks an application form and turns it into what the vault and the case take. Every fault is named with its field, all at once.</summary>
/// <param name="today">The Beijing day of the application.</param>
/// <param name="policy">Limits of amounts.</param>
public sealed class ApplicationReading(DateOnly today, PolicyPack policy)
{
    private const int MostMembers = 20;
    private const int LongestDescription = 2_000;
    private const int LongestLine = 100;
    private const int LongestVillage = 30;

    // Nobody in need earns a hundred million yuan a year: such a number is a slip of the keyboard.
    private static readonly Money MostIncome = Money.FromYuan(100_000_000);

    // 民法典 17–18: who is under eighteen is a minor; the everyday reading of age, on the birthday itself.
    private const int FullAge = 18;

    private readonly FieldErrors _errors = new();

    /// <returns>Whether nothing is wrong; what is wrong otherwise stands in <paramref name="errors"/>.</returns>
    public bool TryRead(ApplicationForm form, [NotNullWhen(true)] out ReadApplication? application, out FieldErrors errors)
    {
        errors = _errors;
        application = null;

        if (form.FormVersion != ApplicationForm.CurrentVersion)
        {
            _errors.Add("formVersion", ReliefFormErrors.FormVersion, ("current", ApplicationForm.CurrentVersion));
        }

        PersonName? name = Read<PersonName>(form.Applicant.Name, "applicant.name");
        PersonId? id = ReadId(form.Applicant.IdType, form.Applicant.IdNumber, form.Applicant.IssuedBy, "applicant");
        PhoneNumber? phone = Read<PhoneNumber>(form.Applicant.Phone, "applicant.phone");
        if (phone is { IsMobile: false })
        {
            _errors.Add("applicant.phone", ReliefFormErrors.PhoneNotMobile);
        }

        Check(form.Applicant.Circumstances, "applicant.circumstances");
        UnitCode? unit = ReadPlace(form.Residence, "residence", isResponsible: true);
        if (form.Hukou is { } hukou)
        {
            ReadPlace(hukou, "hukou", isResponsible: false);
        }

        NewMember[] others = ReadHousehold(form, id);
        TextRules.Check(form.Description, "description", LongestDescription, _errors, lines: true);
        Money? asked = ReadAmount(form.AskedAmountFen);

        bool isMinor = id?.BirthDate is { } born && born <= today && Age.At(born, today, AgeConvention.OnBirthday) < FullAge;
        PersonName? agent = ReadAgent(form, isMinor);
        PersonName? holder = Read<PersonName>(form.Bank.Holder, "bank.holder");
        BankCard? account = Read<BankCard>(form.Bank.AccountNumber, "bank.accountNumber");
        TextRules.Check(form.Bank.BankName, "bank.bankName", LongestLine, _errors);
        bool holderMatches = CheckHolder(form, name, agent, holder);
        CheckRelatives(form.Relatives);
        string[] consents = ReadConsents(form);

        if (_errors.Any || name is null || id is null || phone is null || unit is null || holder is null || account is null)
        {
            return false;
        }

        NewMember applicant = new(id.Kind.Code(), id.Normalized, name.Reveal(), DossierFields.Of(form, phone, account, holder));
        application = new ReadApplication(
            unit, [applicant, .. others], form.Cause, asked, isMinor, form.ApplyingAs, form.Relatives.HasRelative, form.Bank.Payee, holderMatches, consents,
            UnitCode.Parse(form.Residence.Division.Trim()));
        return true;
    }

    private T? Read<T>(string? text, string field)
        where T : class, ITextValue<T>
    {
        if (!T.TryParse(text?.Trim(), out T? value, out InputFault fault))
        {
            _errors.Add(field, fault);
        }

        return value;
    }

    private PersonId? ReadId(string idType, string idNumber, string? issuedBy, string part)
    {
        if (PersonIdKinds.FromCode(idType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            _errors.Add($"{part}.idType", InputFault.PersonIdKindUnknown);
            return null;
        }

        if (!PersonId.TryParse(kind, idNumber.Trim(), issuedBy, today, out PersonId? id, out InputFault fault))
        {
            _errors.Add(fault == InputFault.PassportCountry ? $"{part}.issuedBy" : $"{part}.idNumber", fault);
        }

        return id;
    }

    private UnitCode? ReadPlace(PlacePart place, string field, bool isResponsible)
    {
        TextRules.Check(place.Address, $"{field}.address", LongestLine, _errors);
        if (TextRules.Check(place.Village, $"{field}.village", LongestVillage, _errors, required: false).Any(IsOfHouseNumber))
        {
            _errors.Add($"{field}.village", ReliefFormErrors.VillageOnly);
        }

        if (!isResponsible)
        {
            // People come from everywhere, and from divisions that are gone: only where they live decides who is responsible.
            Read<UnitCode>(place.Division, $"{field}.division");
            if (place.Street is not null)
            {
                Read<StreetCode>(place.Street, $"{field}.street");
            }

            return null;
        }

        return ResponsibleUnit.Of(place.Division, place.Street, $"{field}.division", $"{field}.street", today, policy, ReliefFormErrors.OutOfRegion, ReliefFormErrors.StreetNeeded, _errors);
    }

    private NewMember[] ReadHousehold(ApplicationForm form, PersonId? applicant)
    {
        if (form.Household.Count >= MostMembers)
        {
            _errors.Add("household", ReliefFormErrors.HouseholdTooLarge, ("max", MostMembers.ToString(CultureInfo.InvariantCulture)));
            return [];
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        if (applicant is not null)
        {
            seen.Add(applicant.MatchingText);
        }

        List<NewMember> members = [];
        for (int place = 0; place < form.Household.Count; place++)
        {
            MemberPart member = form.Household[place];
            string part = $"household[{place}]";
            PersonName? name = Read<PersonName>(member.Name, $"{part}.name");
            PersonId? id = ReadId(member.IdType, member.IdNumber, member.IssuedBy, part);
            Check(member.Circumstances, $"{part}.circumstances");
            if (id is not null && !seen.Add(id.MatchingText))
            {
                _errors.Add($"{part}.idNumber", ReliefFormErrors.PersonTwice);
            }

            if (id is not null && name is not null)
            {
                members.Add(new NewMember(id.Kind.Code(), id.Normalized, name.Reveal(), DossierFields.Of(member)));
            }
        }

        return [.. members];
    }

    private void Check(CircumstancesPart circumstances, string field)
    {
        TextRules.Check(circumstances.Occupation, $"{field}.occupation", LongestLine, _errors);
        if (circumstances.AnnualIncomeFen < 0)
        {
            _errors.Add($"{field}.annualIncomeFen", ReliefFormErrors.AmountNegative);
        }
        else if (circumstances.AnnualIncomeFen > MostIncome.Fen)
        {
            _errors.Add($"{field}.annualIncomeFen", ReliefFormErrors.AmountTooLarge, ("max", MostIncome.ToString()));
        }

        if (circumstances.DisabilityGrade is < 1 or > 4)
        {
            _errors.Add($"{field}.disabilityGrade", ReliefFormErrors.DisabilityGrade);
        }
    }

    private Money? ReadAmount(long? fen)
    {
        if (fen is not { } given)
        {
            return null;
        }

        Money most = policy.Amount(PolicyKeys.ReliefRequestMax, today);
        if (given <= 0)
        {
            _errors.Add("askedAmountFen", ReliefFormErrors.AmountNotPositive);
        }
        else if (given > most.Fen)
        {
            _errors.Add("askedAmountFen", ReliefFormErrors.AmountTooLarge, ("max", most.ToString()));
        }

        return new Money(given);
    }

    private PersonName? ReadAgent(ApplicationForm form, bool isMinor)
    {
        if (form.ApplyingAs == ApplyingAs.Self)
        {
            if (form.Agent is not null)
            {
                _errors.Add("agent", ReliefFormErrors.AgentNotExpected);
            }

            if (isMinor)
            {
                _errors.Add("applyingAs", ReliefFormErrors.MinorNeedsGuardian);
            }

            return null;
        }

        if (form.Agent is not { } agent)
        {
            _errors.Add("agent", ReliefFormErrors.AgentMissing);
            return null;
        }

        Read<PhoneNumber>(agent.Phone, "agent.phone");
        if (form.ApplyingAs == ApplyingAs.Guardian)
        {
            ReadId(agent.IdType ?? "", agent.IdNumber ?? "", agent.IssuedBy, "agent");
        }
        else if (agent.IdType is not null || agent.IdNumber is not null || agent.IssuedBy is not null)
        {
            _errors.Add("agent.idNumber", ReliefFormErrors.AgentByAccount);
        }

        if (!agent.WithConsent && !isMinor)
        {
            _errors.Add("agent.withConsent", ReliefFormErrors.AgentWithoutConsent);
        }

        return Read<PersonName>(agent.Name, "agent.name");
    }

    // The holder of an account must be the payee or a listed guardian (handbook §2.3); a third person needs the applicant's authorisation,
    // which is a document that the intake asks for.
    private bool CheckHolder(ApplicationForm form, PersonName? applicant, PersonName? agent, PersonName? holder)
    {
        bool isGuardian = form.ApplyingAs == ApplyingAs.Guardian;
        if (form.Bank.Payee == PayeeRelation.Guardian && !isGuardian)
        {
            _errors.Add("bank.payee", ReliefFormErrors.PayeeNotGuardian);
        }

        PersonName? expected = form.Bank.Payee switch
        {
            PayeeRelation.Applicant => applicant,
            PayeeRelation.Guardian => agent,
            _ => holder,
        };
        if (holder is null || expected is null)
        {
            return false;
        }

        bool matches = holder == expected;
        if (!matches)
        {
            _errors.Add("bank.holder", ReliefFormErrors.HolderMismatch);
        }

        return matches;
    }

    private void CheckRelatives(RelativesPart relatives)
    {
        string staff = TextRules.Check(relatives.Staff, "relatives.staff", LongestLine, _errors, required: relatives.HasRelative);
        if (!relatives.HasRelative && staff.Length > 0)
        {
            _errors.Add("relatives.staff", ReliefFormErrors.RelativesNotExpected);
        }
    }

    // The village stands in the public list, which shows no house number (handbook §12.6).
    private static bool IsOfHouseNumber(char character) => char.IsDigit(character) || character is '号' or '栋' or '室' or '幢';

    private string[] ReadConsents(ApplicationForm form)
    {
        string[] given = ConsentReading.Read(form.Consents, _errors);
        foreach (string missing in ReliefConsents.Needed(form.Cause).Except(given, StringComparer.Ordinal))
        {
            _errors.Add("consents", ReliefFormErrors.ConsentMissing, ("code", ReliefWords.OfItem(ReliefDocuments.ConsentPrefix + missing)));
        }

        return given;
    }
}
