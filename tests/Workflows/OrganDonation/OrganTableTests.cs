using System.Reflection;
using System.Text.RegularExpressions;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>The tables of acts and moves (I-07), double blindness (I-14), and what holds on every walk through a case.</summary>
public sealed partial class OrganTableTests
{
    private static readonly string[] Programmes = ["Boai.Workflows.OrganDonation", "Boai.Workflows.HospitalMessages"];

    [Fact]
    public void I_07_every_act_stands_in_the_table_and_nothing_else_does()
    {
        IEnumerable<string> own = typeof(OrganCommand).GetNestedTypes().Where(type => type != typeof(Shell)).Select(type => type.Name);
        IEnumerable<string> shell = typeof(CaseCommand).GetNestedTypes().Select(type => type.Name)
            .Except(["Withdraw", "Suspend", "Resume"]); // a donor case neither rests nor is withdrawn by form

        Assert.Equal(own.Concat(shell).Order(StringComparer.Ordinal), OrganTransitions.Acts.Select(act => act.Act).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<OrganState>(), OrganTransitions.Moves.Keys.Order());
        Assert.All(OrganTransitions.Moves, move => Assert.DoesNotContain(move.Key, move.Value));
    }

    [Fact]
    public void I_07_hospitals_are_heard_in_every_state_and_readiness_is_reached_through_the_gates_alone()
    {
        Assert.All(Enum.GetValues<OrganState>(), state => Assert.NotNull(OrganTransitions.Find("Hear", state)));
        Assert.Equal(
            [OrganState.Gates],
            OrganTransitions.Moves.Where(move => move.Value.Contains(OrganState.WitnessReady) && !move.Key.IsEnding()).Select(move => move.Key));
    }

    [Fact]
    public void Nobody_but_the_roles_of_the_table_may_act()
    {
        DonorCase donor = Open();
        Assert.Equal(CaseProblems.Role, donor.Refused(-890, Officer, new Acknowledge()));
        Assert.Equal(CaseProblems.State, donor.Refused(-890, Desk, new CompleteScreening()));
        Assert.Equal(CaseProblems.Role, donor.Refused(-890, Desk, new Hear(Hospital, "m", At(-890), Death)));
        Assert.Equal(OrganProblems.Sender, donor.Refused(-890, Opo, new Hear(OtherHospital, "m", At(-890), Death)));
        donor.Do(-889, Person("eye-bank", Roles.ReceivingUnit), new Hear(OtherHospital, "m", At(-889), new TissueProcured(At(-889), ["cornea-l"])));
    }

    [Fact]
    public void A_living_donor_is_refused()
        => Assert.Equal(
            OrganProblems.Living,
            Assert.IsType<CaseOutcome<OrganFacts>.Refused>(OrganProcess.Open(
                Number, Yuzhong, PolicyPack.Default.Version, Ready.Donor, Hospital, isLiving: true,
                new Deciding(Actor.System, At(0), Policy, WorkCalendar.China))).Problem.Code);

    [Fact]
    public void The_family_is_not_talked_to_before_the_treating_team_has_told_it()
    {
        DonorCase donor = Open().Do(-890, Desk, new Acknowledge());
        FamilyTalk talk = new(At(-880), 2, PrognosisTold: false, TalkOutcome.Agrees);

        Assert.Equal(OrganProblems.PrognosisUntold, donor.Refused(-870, First, new LogTalk(talk)));
        Assert.Equal(OrganProblems.TalkForm, donor.Refused(-870, First, new LogTalk(talk with { PrognosisTold = true, Persons = 0 })));
        donor.Do(-870, First, new LogTalk(talk with { PrognosisTold = true, Outcome = TalkOutcome.Declines }));
        Assert.Equal(OrganState.Declined, donor.State);
    }

    [Fact]
    public void An_unknown_donor_waits_for_an_identity_and_screening_lists_what_is_missing()
    {
        DonorCase donor = Open(donor: new DonorProfile("CQ-D-2024-0200", IdentityKnown: false)).Do(-890, Desk, new Acknowledge());
        CaseOutcome<OrganFacts>.Refused refused = Assert.IsType<CaseOutcome<OrganFacts>.Refused>(donor.Try(-880, Desk, new CompleteScreening()));
        Assert.Equal("forensic institution", refused.Problem.Arguments["items"]);
        Assert.Contains(
            GateReason.IdentityUnresolved,
            WitnessGates.Judge(donor.Facts, Law, At(-880)).Single(gate => gate.Gate == WitnessGate.G2NoRefusal).Reasons);

        donor.Do(-870, Desk, new ResolveIdentity());
        refused = Assert.IsType<CaseOutcome<OrganFacts>.Refused>(donor.Try(-860, Desk, new CompleteScreening()));
        Assert.Equal("registers forensic institution", refused.Problem.Arguments["items"]);
    }

    [Fact]
    public void I_14_no_type_of_these_programmes_has_a_member_for_whoever_receives_an_organ()
    {
        Type[] types = [.. typeof(OrganProcess).Assembly.GetTypes().Where(type => Programmes.Contains(type.Namespace))];
        Assert.True(types.Length > 100, $"{types.Length}");

        const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        string[] named =
        [
            .. types.Select(type => type.Name),
            .. types.SelectMany(type => type.GetMembers(Everything), (type, member) => $"{type.Name}.{member.Name}"),
            .. types.SelectMany(type => type.GetConstructors(Everything)).SelectMany(one => one.GetParameters(), (one, parameter) => $"{one.DeclaringType!.Name}({parameter.Name})"),
        ];

        Assert.DoesNotContain(named, name => SomebodyWhoReceives().IsMatch(name));
    }

    [Fact]
    public void No_type_of_these_programmes_holds_a_name_a_number_or_a_telephone()
    {
        Type[] personal = [typeof(PersonName), typeof(ResidentId), typeof(PersonId), typeof(PhoneNumber), typeof(BankCard), typeof(Passport)];

        Assert.DoesNotContain(
            typeof(OrganProcess).Assembly.GetTypes().Where(type => Programmes.Contains(type.Namespace)).SelectMany(type => type.GetProperties()),
            property => personal.Contains(property.PropertyType));
    }

    [Fact]
    public void I_18_never_more_than_eight_organs_however_they_are_named()
    {
        DateOnly on = new(2024, 6, 3);
        Assert.Equal(8, OrganContributions.CountOrgans([.. OrganLaw.Items, .. OrganLaw.Items], Policy, on));
        Assert.Equal(1, OrganContributions.CountOrgans(["liver", "liver"], Policy, on));
        Assert.Equal(0, OrganContributions.CountOrgans(["cornea-l", "skin"], Policy, on));
    }

    [Fact]
    public void On_every_random_walk_readiness_is_true_a_start_without_it_is_a_violation_and_withdrawal_bars()
    {
        int ready = 0;
        int begun = 0;
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            DonorCase donor = random.Next(3) switch { 0 => Open(), 1 => AtTheGates(), _ => AtReadiness() };
            double now = -15;
            for (int step = 0; step < 100; step++)
            {
                now += random.Next(0, 4);
                (Actor actor, OrganCommand command) = Walk(random, donor, now, step);
                int before = donor.Facts.Signals.Count;
                bool hadBegun = donor.Facts.HasBegun;
                if (donor.Try(now, actor, command) is not CaseOutcome<OrganFacts>.Accepted)
                {
                    continue;
                }

                donor.Do(now, actor, command);
                OrganFacts facts = donor.Facts;
                foreach (Signal signal in facts.Signals.Skip(before).Where(signal => signal.Kind == SignalKind.Ready))
                {
                    ready++;
                    Assert.True(WitnessGates.AllHold(facts, WitnessLaw.Of(facts, At(now), Policy), At(now)), $"I-12, seed {seed}, step {step}");
                    Assert.False(hadBegun, $"I-12 after the start, seed {seed}, step {step}");
                }

                Assert.True(
                    !OrganCompliance.BeganUnready(facts) || facts.Violations.Any(violation => violation.Kind == ViolationKind.V1),
                    $"I-13, seed {seed}, step {step}");
                Assert.True(
                    facts.HasBegun || facts.ReadyInForce is null || !facts.Withdrawals.Any(one => !(facts.ReopenedAt > one.At)),
                    $"I-20, seed {seed}, step {step}");
                Assert.True(
                    facts.HasBegun || facts.ReadyInForce is null
                        || facts.Relatives.All(relative => relative.Status is not (DeciderStatus.Objects or DeciderStatus.Unreachable)),
                    $"I-19, seed {seed}, step {step}");
                begun += !hadBegun && facts.HasBegun ? 1 : 0;
            }
        }

        // A walk that never gets anywhere proves nothing.
        Assert.True(ready > 60 && begun > 60, $"ready {ready}, begun {begun}");
    }

    private static (Actor Actor, OrganCommand Command) Walk(Random random, DonorCase donor, double now, int step)
    {
        string message = $"w-{step}";
        RelativeStanding relative = Family[random.Next(3)];
        return random.Next(24) switch
        {
            0 => (Actor.System, new EvaluateGates(new RegisterReading(At(now), random.Next(30) == 0 ? IntentStanding.Refused : IntentStanding.Valid))),
            1 or 2 or 3 or 4 => (Actor.System, new EvaluateGates(new RegisterReading(At(now), IntentStanding.Valid))),
            5 => (Desk, new CheckForensic(random.Next(4) == 0 ? ForensicStatus.Hold : ForensicStatus.Clear)),
            6 => (Desk, new CheckForensic(ForensicStatus.Clear)),
            7 => (Second, new Leave(At(now))),
            8 or 9 => (Second, new CheckIn("coord-2", CheckInMeans.Gps, At(now), null, 5)),
            10 when random.Next(6) == 0 => (Desk, new WithdrawConsent("rel-wife")),
            11 => (Head, new Shell(new CaseCommand.Reopen("taken-up-again"))),
            12 or 13 => (First, new StateDecider(Family[random.Next(3)] with { SignedAt = At(now) })),
            14 when random.Next(4) == 0 => (First, new StateDecider(relative with { Status = DeciderStatus.Unreachable, SignedAt = null })),
            15 when random.Next(10) == 0 => (Opo, new Hear(Hospital, message, At(now), new Started(At(now)))),
            16 => (Opo, new Hear(Hospital, message, At(now), new FitnessStated(random.Next(8) > 0))),
            17 when random.Next(12) == 0 => (Opo, new Hear(Hospital, message, At(now), new NotProceeding(At(now), StopReason.MedicallyUnfit))),
            18 => (Opo, new Hear(Hospital, message, At(now - 1), Opinion with { At = At(-240), Agree = random.Next(40) == 0 ? 5 : 7 })),
            19 => (Opo, new Hear(Hospital, message, At(now), Notice)),
            20 => (Opo, new Hear(Hospital, message, At(now), Death)),
            21 => (Leader, new AssignWitness(Card($"coord-{random.Next(1, 4)}"))),
            22 => (First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(now), "theatre-3", null)),
            23 => (First, new Reconfirm("rel-wife")),
            _ => (Actor.System, new LookForViolations()),
        };
    }

    [GeneratedRegex("recipient|donee|beneficiar|allocat|graft|match(ed)?run|受者|受体", RegexOptions.IgnoreCase)]
    private static partial Regex SomebodyWhoReceives();
}
