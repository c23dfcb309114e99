using Boai.Workflows.Cases;

namespace Boai.Workflows.BodyDonation;

/// <summary>LIFE-03 遗体捐献: carries one body donation from the notice of death to the archive (handbook §7.4).</summary>
public sealed class BodyDonationCase()
    : CaseClockwork(new ClockworkNames(BodyActivities.CatchUp, BodyActivities.Enter, BodyActivities.Step, BodyActivities.Call));
