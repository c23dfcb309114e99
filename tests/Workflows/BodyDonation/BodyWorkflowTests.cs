using Boai.Tests.Support;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.BodyDonation.BodyCase;
using static Boai.Workflows.BodyDonation.BodyCommand;

namespace Boai.Tests.Workflows.BodyDonation;

/// <summary>The orchestration of bodies, which is that of corneas too, in virtual time.</summary>
public sealed class BodyWorkflowTests
{
    private readonly List<string> entered = [];

    [Theory]
    [InlineData(1)] // it looks after each act
    [InlineData(100)] // it looks when everything is over: storage had not answered
    public void Each_state_is_entered_once_whether_or_not_the_orchestration_looked_in_between(int actsPerLook)
    {
        BodyCase body = Open().Paper(BodyDocuments.DeathCertificate, "doc-death");
        WorkflowRun run = new WorkflowRun(At(0), Number.Value)
            .On<ClockworkLook>(BodyActivities.CatchUp, _ => BodySteps.StandingOf(body.File, Policy, WorkCalendar.China))
            .On<ClockworkVisit>(BodyActivities.Enter, visit =>
            {
                entered.Add(visit.State);
                return null;
            })
            .On<ClockworkStep>(BodyActivities.Step, _ => false)
            .On<ClockworkCall>(BodyActivities.Call, _ => false);
        Action[] acts =
        [
            () => body.Do(0.5, Coordinator, new Verify(BodyBasis.Intent, BodyWill.Valid, ForensicClear: true)),
            () => body.Do(0.6, Desk, new DispatchUnit("unit-a", TakesAfterOrgans: false)),
            () => body.Do(0.7, Coordinator, new ChooseAshes(AshesChoice.MemorialPark)).Do(0.8, Unit, new Arrive(At(0.8), PapersShown: true)),
            () => body.Paper(BodyDocuments.Handover, "doc-handover", 0.9)
                .Do(0.95, Unit, new HandOver("doc-handover", "YT-2026-0001", IdentityVerified: true, DeathCertificateSeen: true)),
        ];
        run.Start(() => new BodyDonationCase(), Number);
        run.Until(At(0));
        foreach (Action[] some in acts.Chunk(actsPerLook))
        {
            run.At(run.Now, () =>
            {
                Array.ForEach(some, act => act());
                run.Raise(CaseChanged.EventName, new CaseChanged(body.File.Head.Version));
            });
            run.Until(run.Now);
        }

        Assert.Equal([.. body.File.Head.LeftStates.Select(visit => visit.State), body.File.Head.State], entered);
        Assert.Contains(nameof(BodyState.Dispatched), entered);
        Assert.Equal(nameof(BodyState.Accepted), entered[^1]);
    }
}
