using Boai.Workflows.Shared;

namespace Boai.Workflows.HospitalMessages;

/// <summary>Rule 7 of handbook §11.3: a hospital that has been silent for a day is looked after by DUTY.</summary>
public static class Heartbeats
{
    /// <summary>From when on a hospital counts as silent.</summary>
    /// <param name="lastHeardAt">Its last heartbeat or message.</param>
    public static DateTimeOffset SilentFrom(DateTimeOffset lastHeardAt, PolicyPack pack)
        => lastHeardAt.AddHours(pack.Hours(PolicyKeys.HospitalSilentHours, ChinaCalendar.DateOf(lastHeardAt)));

    /// <summary>Whether it is silent: more than the time has gone.</summary>
    public static bool IsSilent(DateTimeOffset lastHeardAt, DateTimeOffset at, PolicyPack pack) => at > SilentFrom(lastHeardAt, pack);
}
