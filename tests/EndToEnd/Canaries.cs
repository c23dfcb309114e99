using System.Globalization;
using Boai.Functions.HardshipRelief.Application;
using Boai.Tests.Support;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.EndToEnd;

/// <summary>Makes up texts and numbers that stand nowhere else, and remembers each.</summary>
/// <remarks>
/// Not planted: what is made public by consent (the village of the public list), and the codes that a case is allowed to know (cause, amount,
/// finding). The words of a form that the case must not know, such as the state of health, are canaries too.
/// </remarks>
internal sealed class Canaries
{
    // Rare birds, so that no word of the app is among them.
    public const string Birds = "鸬鹚鹮鸨鹬鸻鹈鹕鸢鹞鸲鹟鹪鹩鸫鹡鸰鹎鹀鸸鹋鸵鹫鸱鸮鸺鹠";
    private readonly List<string> _all =
    [
        "chronicIllness", "ChronicIllness", "minimumLiving", "MinimumLiving", "grandparent", "Grandparent",
    ];

    private int _next;

    public IReadOnlyList<string> All => _all;

    /// <summary>A sentence for a field of free text.</summary>
    public string Text(string of) => Plant($"{of}{Bird(3)}{Bird(3)}");

    public string Name() => Plant("欧阳" + Bird(2));

    public string Id() => Plant(SyntheticPeople.ResidentId(7_000 + (_next++ * 13)));

    public string Phone() => Plant(SyntheticPeople.Mobile(37_461_953 + (_next++ * 7_919)));

    public string Account() => Plant(SyntheticPeople.BankAccount(918_273_645 + (_next++ * 104_729)));

    /// <summary>An amount of a household's income.</summary>
    public long Income()
    {
        long fen = 718_293_645 + (_next++ * 10_007);
        Plant(fen.ToString(CultureInfo.InvariantCulture));
        return fen;
    }

    /// <summary>A file name or another word in ASCII.</summary>
    public string Word() => Plant(string.Create(CultureInfo.InvariantCulture, $"kingfisher-{7_331 + (_next++ * 17)}"));

    public CircumstancesPart Circumstances() =>
        new(Health.ChronicIllness, Text("职业"), Income(), HouseholdCategory.MinimumLiving, DisabilityGrade: 3);

    /// <summary>A form with something distinctive in every field.</summary>
    public ApplicationForm Form(ApplyingAs applyingAs = ApplyingAs.Self)
    {
        string name = Name();
        AgentPart? agent = applyingAs == ApplyingAs.Guardian ? new AgentPart(Name(), Phone(), WithConsent: true, "RIC", Id()) : null;
        return ReliefForms.Valid() with
        {
            ApplyingAs = applyingAs,
            Applicant = new ApplicantPart(name, "RIC", Id(), Phone(), Circumstances()),
            Agent = agent,
            Residence = new PlacePart("500103", Text("住址"), Village: "解放碑街道某社区"),
            Hukou = new PlacePart("500101", Text("户籍"), Village: Text("村")),
            Household = [new MemberPart(Name(), "RIC", Id(), FamilyRelation.Grandparent, Circumstances())],
            Description = Text("家庭情况"),
            Bank = new BankPart(agent?.Name ?? name, Account(), Text("银行"), agent is null ? PayeeRelation.Applicant : PayeeRelation.Guardian),
            Relatives = new RelativesPart(HasRelative: true, Text("亲属")),
        };
    }

    private string Bird(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Birds[(_next++ * 5) % Birds.Length]));

    private string Plant(string canary)
    {
        _all.Add(canary);
        return canary;
    }
}
