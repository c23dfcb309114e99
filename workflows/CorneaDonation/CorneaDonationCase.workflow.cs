using Boai.Workflows.Cases;

namespace Boai.Workflows.CorneaDonation;

/// <summary>LIFE-04 角膜(组织)捐献: carries one donation from the notice of death to the archive (handbook §7.5).</summary>
public sealed class CorneaDonationCase()
    : CaseClockwork(new ClockworkNames(CorneaActivities.CatchUp, CorneaActivities.Enter, CorneaActivities.Step, CorneaActivities.Call));
