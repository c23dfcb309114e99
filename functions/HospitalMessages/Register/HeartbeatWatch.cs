using Boai.Functions.Policy;
using Boai.Workflows.HospitalMessages;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.HospitalMessages.Register;

/// <summary>Rule 7 of handbook §11.3: a hospital of which nothing was heard for too long is looked after by DUTY.</summary>
/// <remarks>Every message and every heartbeat counts; one that was never heard at all has not begun to exchange.</remarks>
internal sealed class HeartbeatWatch(HospitalRegister register, MessageAlerts alerts, PolicyBook policies, TimeProvider time)
{
    [Function("WatchHospitals")]
    public async Task Watch([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        foreach ((Hospital hospital, DateTimeOffset? heardAt) in await register.All(cancellation))
        {
            if (heardAt is { } heard && Heartbeats.IsSilent(heard, time.GetUtcNow(), policies.Today))
            {
                await alerts.Silent(hospital, heard, cancellation);
            }
        }
    }
}
