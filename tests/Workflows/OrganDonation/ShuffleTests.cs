using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using static Boai.Tests.Workflows.OrganDonation.DonorCase;
using static Boai.Tests.Workflows.OrganDonation.OrganExamples;
using static Boai.Workflows.OrganDonation.HospitalStatement;
using static Boai.Workflows.OrganDonation.OrganCommand;

namespace Boai.Tests.Workflows.OrganDonation;

/// <summary>I-08 and I-54 at rule level: messages in any order, twice and late lead to the same case.</summary>
public sealed class ShuffleTests
{
    private const int Seeds = 150;
    private const double Day = 24 * 60;

    private sealed record Message(string Id, double StatedAt, HospitalStatement Statement)
    {
        public Hear Command => new(Hospital, Id, At(StatedAt), Statement);
    }

    private static readonly Message[] BeforeStart =
    [
        new("m-02", -590, Decision), new("m-03", -290, Death), new("m-04", -230, Opinion), new("m-05", -229, Notice),
        new("m-05", -229, new FitnessStated(Fit: true)),
    ];

    private static readonly Message[] FromStart =
    [
        new("m-06", 1, new Started(At(0))), new("m-07", 182, new Completed(At(180), ["liver", "kidney-l", "kidney-r"])),
        new("m-09", 241, new HandedOver(At(220), At(240), BodyTaker.FuneralHome)), new("m-10", 8 * Day, new OutcomeFiled(At(8 * Day))),
    ];

    [Fact]
    public void Messages_before_the_start_in_any_order_and_twice_make_the_same_case_ready_and_it_closes_the_same()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            DonorCase donor = AtTheGatesWithoutConsent();
            List<(Actor, OrganCommand)> people =
            [
                (First, new SightDecision("sha-decision")), (First, new Reconfirm("rel-wife")), (Leader, new AssignWitness(Card("coord-1"))),
                (Leader, new AssignWitness(Card("coord-2"))), (First, new CheckIn("coord-1", CheckInMeans.TheatreQr, At(-100), "theatre-3", null)),
                (Second, new CheckIn("coord-2", CheckInMeans.TheatreQr, At(-100), "theatre-3", null)),
            ];
            Deliver(donor, Shuffled(random, BeforeStart), -100, 0.1, people);

            Assert.True(donor.State == OrganState.WitnessReady, $"seed {seed}: {donor.State}");
            donor.Procured().Hear(8 * Day, new OutcomeFiled(At(8 * Day)));
            Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law), $"seed {seed}");
        }
    }

    [Fact]
    public void Messages_from_the_start_on_in_any_order_and_twice_leave_a_ready_case_compliant()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            DonorCase donor = AtReadiness();
            List<(Actor, OrganCommand)> people =
            [
                (First, new TickRestoration()), (Second, new TickRestoration()), (First, new FileReport(Saw())), (Second, new FileReport(Saw())),
                (Officer, new FileMonthlyReport()), (Officer, new CompleteAftercare()),
            ];
            Deliver(donor, Shuffled(new Random(seed), FromStart), 8 * Day, 1, people);

            Assert.True(donor.State == OrganState.Closed, $"seed {seed}: {donor.State} {string.Join(' ', donor.Violations)}");
            Assert.True(OrganCompliance.IsCompliant(donor.Facts, Law), $"seed {seed}");
        }
    }

    [Fact]
    public void All_messages_of_a_case_that_contradict_in_any_order_and_twice_lead_to_the_same_facts_violations_and_state()
    {
        Message[] all =
        [
            .. BeforeStart, .. FromStart.SkipLast(1), new("m-10", 300, new OutcomeFiled(At(300))),
            new("m-13", -100, Death with { At = At(5) }), // a correction that makes it worse
            new("m-14", -90, Opinion with { Members = 9, TransplantExperts = 3 }),
            new("m-18", -5, new NotProceeding(At(-6), StopReason.MedicallyUnfit)),
            new("m-17", 190, new Completed(At(175), ["liver", "pancreas"])),
        ];

        string expected = "";
        for (int seed = 1; seed <= Seeds; seed++)
        {
            // All within a day of the end: evidence that comes later than that is late, and late is a matter of when it came.
            DonorCase donor = Open();
            Deliver(donor, Shuffled(new Random(seed), all), 310, 1, []);
            donor.Look(30 * Day);

            string outcome = Canonical(donor);
            expected = seed == 1 ? outcome : expected;
            Assert.True(expected == outcome, $"seed {seed}:\n{expected}\n{outcome}");
        }

        Assert.Contains("V10 stopped-and-begun", expected, StringComparison.Ordinal);
        Assert.Contains("V10 death-not-before-start", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_endings_in_any_order_end_in_the_one_that_was_stated_first()
    {
        Message[] all =
        [
            .. BeforeStart,
            new("m-20", -60, new NotProceeding(At(-61), StopReason.PatientRecovered)),
            new("m-21", -80, new NotProceeding(At(-81), StopReason.MedicallyUnfit)),
            new("m-22", -70, Decision with { Relatives = [Family[0] with { Status = DeciderStatus.Objects, SignedAt = null }] }),
        ];

        for (int seed = 1; seed <= Seeds; seed++)
        {
            DonorCase donor = Open();
            Deliver(donor, Shuffled(new Random(seed), all), -50, 0.1, []);

            Assert.True(donor.State == OrganState.MedicallyUnfit, $"seed {seed}: {donor.State}");
        }
    }

    [Fact]
    public void A_statement_heard_twice_changes_nothing()
    {
        DonorCase donor = AtReadiness().Procured();
        CaseFile<OrganFacts> before = donor.File;

        Assert.All(
            BeforeStart.Concat(FromStart.Take(3)),
            message => Assert.Equal(OrganProblems.HeardAlready, donor.Refused(400, Opo, message.Command)));
        Assert.Same(before, donor.File);
    }

    private static DonorCase AtTheGatesWithoutConsent()
    {
        DonorCase donor = Open();
        donor.Do(-890, Desk, new Acknowledge());
        donor.Do(-880, Actor.System, new CheckInstitution(true, true, true));
        donor.Do(-880, Desk, new CheckForensic(ForensicStatus.Clear));
        donor.Do(-880, Actor.System, new ReadRegisters(new RegisterReading(At(-880), IntentStanding.Valid)));
        return donor.Do(-870, Desk, new CompleteScreening());
    }

    // Every message at least once, some twice. Whoever can act after a message acts; whoever cannot yet tries after the next.
    private static void Deliver(DonorCase donor, IEnumerable<Message> messages, double from, double step, List<(Actor Actor, OrganCommand Command)> people)
    {
        double now = from;
        HashSet<Message> heard = [];
        foreach (Message message in messages)
        {
            if (heard.Add(message))
            {
                donor.Do(now, Opo, message.Command);
            }
            else
            {
                Assert.Equal(OrganProblems.HeardAlready, donor.Refused(now, Opo, message.Command));
            }

            for (bool anybody = true; anybody;)
            {
                anybody = false;
                foreach ((Actor Actor, OrganCommand Command) act in people.ToArray())
                {
                    if (donor.Try(now, act.Actor, act.Command) is CaseOutcome<OrganFacts>.Accepted)
                    {
                        donor.Do(now, act.Actor, act.Command);
                        anybody = people.Remove(act);
                    }
                }
            }

            donor.Look(now);
            now += step;
        }

        Assert.Empty(people);
    }

    private static Message[] Shuffled(Random random, Message[] messages)
    {
        Message[] doubled = [.. messages, .. messages.Where(_ => random.Next(3) == 0)];
        random.Shuffle(doubled);
        return doubled;
    }

    private static string Canonical(DonorCase donor) => string.Join('\n',
        [
            donor.State.ToString(),
            .. donor.Facts.Violations.Select(violation => $"{violation.Kind} {violation.Key}").Order(StringComparer.Ordinal),
            CaseJson.Write(donor.Facts with
            {
                Signals = [], OnceHeld = [], Violations = [], Register = null,
            }),
        ]);
}
