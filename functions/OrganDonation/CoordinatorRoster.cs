using Azure;
using Azure.Data.Tables;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Households;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>A coordinator on the roster; name and licence number are sealed beside it.</summary>
/// <param name="BusyWith">Case number of a witnessing that is not over.</param>
public sealed record Coordinator(
    string StaffId, DateOnly LicenceValidTo, DateTimeOffset RestingSince, double Latitude, double Longitude, IReadOnlyList<HospitalEmployment> Employments,
    string? BusyWith = null);

/// <summary>Whose relative a coordinator is, as declared: persons and licensed staff of hospitals, by keyed hashes alone.</summary>
/// <param name="Persons">Keys of <see cref="PersonIndex"/>.</param>
/// <param name="HospitalStaff">Ids of <see cref="HospitalRegister.PhysicianId"/>.</param>
public sealed record CoordinatorTies(IReadOnlyList<string> Persons, IReadOnlyList<string> HospitalStaff)
{
    public static CoordinatorTies None { get; } = new([], []);
}

/// <summary>Name and licence number, as R01 names a witness to the hospital.</summary>
public sealed record CoordinatorIdentity(string Name, string Licence)
{
    public override string ToString() => nameof(CoordinatorIdentity);
}

/// <summary>DutyRoster of LIFE-07: who holds a licence, where from, and since when at rest.</summary>
internal sealed class CoordinatorRoster(AppStorage storage, PlatformKeys keys, DonorFamilies families, HospitalRegister hospitals, StaffPersons persons)
{
    private const string Ties = "Ties";

    private TableClient Table => storage.Table(DonorTables.Coordinators);

    public async Task Write(Coordinator coordinator, CoordinatorIdentity identity, CoordinatorTies ties, CancellationToken cancellation)
    {
        TableEntity row = Row(coordinator);
        row.SetText(Ties, CaseJson.Write(ties));
        row["Sealed"] = SealedBox.SealText(keys.For(KeyPurpose.HospitalStaff), CaseJson.Write(identity), Context(coordinator.StaffId));
        await Table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    public async Task<Coordinator?> Find(string staffId, CancellationToken cancellation) =>
        await Table.Find(staffId, staffId, cancellation) is { } row ? Read(row) : null;

    /// <returns>Null when nobody of this id is on the roster.</returns>
    public async Task<CoordinatorIdentity?> IdentityOf(string staffId, CancellationToken cancellation) =>
        await Table.Find(staffId, staffId, cancellation) is { } row
            ? CaseJson.Read<CoordinatorIdentity>(SealedBox.OpenText(keys.For(KeyPurpose.HospitalStaff), row.GetBinary("Sealed"), Context(staffId)))
            : null;

    /// <summary>Everybody on the roster, as an offer in a case wants to know them. A query: the roster is short.</summary>
    public async Task<IReadOnlyList<CoordinatorCard>> Cards(Hospital? hospital, CaseNumber number, CancellationToken cancellation)
    {
        IReadOnlySet<string> family = await families.Of(number, cancellation);
        List<CoordinatorCard> cards = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            cards.Add(await Card(row, hospital, number, family, cancellation));
        }

        return cards;
    }

    /// <summary>One coordinator, as an assignment wants to know them.</summary>
    /// <returns>Null when nobody of this id is on the roster.</returns>
    public async Task<CoordinatorCard?> Card(string staffId, Hospital? hospital, CaseNumber number, CancellationToken cancellation) =>
        await Table.Find(staffId, staffId, cancellation) is { } row
            ? await Card(row, hospital, number, await families.Of(number, cancellation), cancellation)
            : null;

    private async Task<CoordinatorCard> Card(
        TableEntity row, Hospital? hospital, CaseNumber number, IReadOnlySet<string> family, CancellationToken cancellation)
    {
        CoordinatorTies ties = row.ContainsKey(Ties + "Parts") ? CaseJson.Read<CoordinatorTies>(row.GetText(Ties)) : CoordinatorTies.None;
        bool inTheatre = false;
        foreach (string staff in ties.HospitalStaff)
        {
            inTheatre |= await hospitals.SideOf(staff, cancellation) is not null; // who will stand in the theatre is not known before: any roster counts
        }

        string? self = await persons.PersonOf(row.RowKey, cancellation);
        return Card(Read(row), hospital, number) with
        {
            RelatedToDonor = ties.Persons.Any(family.Contains) || (self is not null && family.Contains(self)),
            RelatedToTheatreStaff = inTheatre,
        };
    }

    private static CoordinatorCard Card(Coordinator one, Hospital? hospital, CaseNumber number)
    {
        bool elsewhere = one.BusyWith is { } busy && busy != number.Value;
        return new CoordinatorCard(
            one.StaffId, WitnessOrigin.RedCross, one.LicenceValidTo, elsewhere ? null : one.RestingSince, Distance(one, hospital), InAnotherCase: elsewhere)
        {
            Employments = one.Employments,
        };
    }

    /// <summary>Brings duty and rest of a case's witnesses up to date; safe to repeat.</summary>
    public async Task Refresh(CaseNumber number, IReadOnlyList<Witness> witnesses, bool isOver, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (Witness witness in witnesses)
        {
            bool busy = !isOver && witness.IsAssigned() && witness.Stage is not (WitnessStage.Left or WitnessStage.Reported);
            while (await Table.Find(witness.StaffId, witness.StaffId, cancellation) is { } row)
            {
                Coordinator known = Read(row);
                Coordinator next = busy ? known with { BusyWith = number.Value }
                    : known.BusyWith != number.Value ? known
                    : known with { BusyWith = null, RestingSince = witness.Presences is [.., { } last] ? last.To ?? now : known.RestingSince };
                if (next == known || await Table.TryMerge(Row(next), row.ETag, cancellation))
                {
                    break;
                }
            }
        }
    }

    private static Coordinator Read(TableEntity row) => CaseJson.Read<Coordinator>(row.GetText("Coordinator"));

    private static TableEntity Row(Coordinator coordinator)
    {
        TableEntity row = new(coordinator.StaffId, coordinator.StaffId);
        row.SetText("Coordinator", CaseJson.Write(coordinator));
        return row;
    }

    // Great-circle distance in whole kilometres: good enough to say who is near.
    private static int Distance(Coordinator one, Hospital? hospital)
    {
        if (hospital is null)
        {
            return 0;
        }

        (double from, double to) = (double.DegreesToRadians(one.Latitude), double.DegreesToRadians(hospital.Latitude));
        double half = Math.Pow(Math.Sin((to - from) / 2), 2)
            + (Math.Cos(from) * Math.Cos(to) * Math.Pow(Math.Sin(double.DegreesToRadians(hospital.Longitude - one.Longitude) / 2), 2));
        return (int)Math.Round(2 * 6371 * Math.Asin(Math.Min(1, Math.Sqrt(half))));
    }

    private static string Context(string staffId) => "coordinator|" + staffId;
}
