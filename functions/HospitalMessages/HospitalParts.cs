using Boai.Functions.Access;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Queue;
using Boai.Functions.HospitalMessages.Register;
using Boai.Workflows.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.HospitalMessages;

/// <summary>HOSP-01's functions, tables and texts.</summary>
internal static class HospitalParts
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];

    public static ProgrammeParts Parts { get; } = new(
        new Dictionary<string, AccessRule>(StringComparer.Ordinal)
        {
            // A message names itself: its id and digest make it one, not a key of the caller.
            ["ProcessHospitalMessage"] = AccessRule.Staff(Roles.Opo, Roles.Hospital, Roles.ReceivingUnit).Keyless(),
            ["ListHospitalMessages"] = AccessRule.Staff([.. Desk, Roles.DataProtection, Roles.Audit]),
            ["ReplayHospitalMessage"] = AccessRule.Staff(Desk),
            ["ListDeadLetters"] = AccessRule.Staff([.. Desk, Roles.DataProtection, Roles.Audit]),
            ["ReplayDeadLetter"] = AccessRule.Staff(Desk),
            ["DiscardDeadLetter"] = AccessRule.Staff(Roles.DutyLead),
            ["SayHospitalIsThere"] = AccessRule.Staff(Roles.Opo, Roles.Hospital, Roles.ReceivingUnit),
            ["RegisterHospital"] = AccessRule.Staff(Roles.CityOfficer),
            ["FileHospitalRoster"] = AccessRule.Staff(Roles.CityOfficer),
            ["ListHospitals"] = AccessRule.Staff([.. Desk, Roles.CityOfficer, Roles.CityHead]),
        },
        HospitalTables.All,
        [HospitalErrors.Source],
        services => services
            .AddSingleton<HospitalRegister>().AddSingleton<MessageStore>().AddSingleton<MessageAlerts>().AddSingleton<MessageDoor>()
            .AddSingleton<HospitalOutbox>().AddSingleton<HospitalPost>().AddSingleton<DeadLetters>().AddSingleton<MessageRetention>().AddSingleton<MessageMeters>());
}
