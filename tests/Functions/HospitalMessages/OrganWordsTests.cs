using Boai.Functions.OrganDonation;
using Boai.Workflows.OrganDonation;

namespace Boai.Tests.Functions.HospitalMessages;

public sealed class OrganWordsTests
{
    [Fact]
    public void Every_state_gate_lamp_reason_violation_task_and_signal_has_a_word()
    {
        Assert.All(Enum.GetValues<OrganState>(), value => Assert.NotEmpty(OrganWords.Of(value)));
        Assert.All(Enum.GetValues<WitnessGate>(), value => Assert.NotEmpty(OrganWords.Of(value)));
        Assert.All(Enum.GetValues<GateLamp>(), value => Assert.NotEmpty(OrganWords.Of(value)));
        Assert.All(Enum.GetValues<GateReason>(), value => Assert.NotEmpty(OrganWords.Of(value)));
        Assert.All(Enum.GetValues<ViolationKind>(), value => Assert.NotEmpty(OrganWords.Of(value)));
        Assert.All(Enum.GetNames<SignalKind>(), name => Assert.NotEmpty(OrganWords.Text("signal." + name)));
        Assert.All(Enum.GetNames<OrganNoticeKind>(), name => Assert.NotEmpty(OrganWords.Text("notice." + name)));
        Assert.All(typeof(TaskKinds).GetFields(), field => Assert.NotEmpty(OrganWords.OfTask((string)field.GetValue(null)!)));
    }
}
