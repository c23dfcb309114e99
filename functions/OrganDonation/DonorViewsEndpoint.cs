using System.Text.Json;
using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Policy;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.OrganDonation;

/// <summary>A gate's lamp, with every reason why it does not hold, in Chinese.</summary>
public sealed record LampView(WitnessGate Gate, string Name, GateLamp Lamp, string LampName, IReadOnlyList<GateReason> Reasons, IReadOnlyList<string> ReasonTexts);

/// <param name="Kind">Kind of the task.</param>
public sealed record ClockView(string Kind, string Name, DateTimeOffset DueAt, bool Overdue);

/// <summary>A case on the duty desk's wall.</summary>
public sealed record DeskCase(
    string CaseNumber, string Pseudonym, OrganState State, string StateName, int Version, IReadOnlyList<LampView> Lamps, IReadOnlyList<ClockView> Clocks,
    IReadOnlyList<Signal> UnacknowledgedSignals, IReadOnlyList<Violation> OpenViolations);

/// <param name="Facts">Without reports of others as long as they are sealed.</param>
public sealed record DonorCaseView(DeskCase Desk, OrganFacts Facts);

/// <summary>An offer to the coordinator who asks.</summary>
public sealed record OfferView(string CaseNumber, WitnessStage Stage, DateTimeOffset AnswerBy, DateTimeOffset? PlannedStart, string? PlaceCode);

/// <summary>Counts and nothing else.</summary>
public sealed record StateCount(OrganState State, string StateName, int Cases);

/// <param name="RestingSince">Absent when off duty from now on.</param>
/// <param name="Relatives">Resident identity numbers of relatives, as the coordinator declares them; kept as keyed hashes alone.</param>
/// <param name="RelatedStaff">Licence numbers of relatives among the staff of hospitals; kept as keyed hashes alone.</param>
public sealed record CoordinatorForm(
    string Name, string Licence, DateOnly LicenceValidTo, double Latitude = 0, double Longitude = 0, DateTimeOffset? RestingSince = null,
    IReadOnlyList<HospitalEmployment>? Employments = null, IReadOnlyList<string>? Relatives = null, IReadOnlyList<string>? RelatedStaff = null)
{
    public override string ToString() => nameof(CoordinatorForm);
}

/// <summary>What duty desk, coordinators, hospitals and management see of donor cases. No identity, and nothing of the other side.</summary>
internal sealed class DonorViewsEndpoint(
    CurrentRequest request, CaseStore cases, DonorIndex index, PolicyBook policies, CoordinatorRoster roster, DonorFamilies families, HospitalRegister hospitals, HospitalOutbox outbox,
    TimeProvider time)
{
    private const int LongestName = 60;

    [Function("ReadDonorDesk")]
    public async Task<Ok<IReadOnlyList<DeskCase>>> Desk(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "organ-donation/desk")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<DeskCase> views = [.. (await Open(cancellation)).Select(stored => View(stored))];
        return TypedResults.Ok(views);
    }

    [Function("ReadDonorCase")]
    public Ok<DonorCaseView> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "organ-donation/cases/{caseNumber}")] HttpRequest http, string caseNumber)
    {
        StoredCase<OrganFacts> stored = request.Case.As<OrganFacts>();
        return TypedResults.Ok(new DonorCaseView(View(stored), OrganDonationProgramme.Shown(stored.Facts, request.Actor.StaffId)));
    }

    [Function("ReadWitnessOffers")]
    public async Task<Ok<IReadOnlyList<OfferView>>> Offers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "organ-donation/offers")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<OfferView> views =
        [
            .. from stored in await Open(cancellation)
               from witness in stored.Facts.Witnesses
               where witness.StaffId == request.Actor.StaffId && (witness.Stage == WitnessStage.Offered || witness.IsAssigned())
               select new OfferView(stored.Head.Number.Value, witness.Stage, witness.AnswerBy, stored.Facts.PlannedStart, stored.Facts.Notice?.PlaceCode),
        ];
        return TypedResults.Ok(views);
    }

    [Function("CountDonorCases")]
    public async Task<Ok<IReadOnlyList<StateCount>>> Count(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "organ-donation/counts")] HttpRequest http, CancellationToken cancellation)
    {
        IReadOnlyList<StateCount> counts =
        [
            .. (await index.All(openOnly: false, cancellation)).GroupBy(one => one.State).OrderBy(group => group.Key)
                .Select(group => new StateCount(group.Key, OrganWords.Of(group.Key), group.Count())),
        ];
        return TypedResults.Ok(counts);
    }

    /// <summary>R01 to R03 that the hospital has not acknowledged, each a FHIR message.</summary>
    [Function("ReadHospitalSignals")]
    public async Task<Ok<IReadOnlyList<FhirMessage>>> Signals(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fhir/signals")] HttpRequest http, CancellationToken cancellation)
    {
        string hospital = await hospitals.OwnerOf(request.Actor.StaffId, cancellation) ?? throw new ProblemException(OrganProblems.Sender);
        IReadOnlyList<FhirMessage> waiting = [.. (await outbox.Waiting(hospital, cancellation)).Select(message => new FhirMessage(message))];
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(waiting);
    }

    [Function("RegisterCoordinator")]
    public async Task<Ok<Coordinator>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "organ-donation/coordinators/{staffId}")] HttpRequest http, string staffId, CancellationToken cancellation)
    {
        CoordinatorForm form = await StrictJson.Read<CoordinatorForm>(http, cancellation);
        FieldErrors errors = new();
        string name = TextRules.Check(form.Name, "name", LongestName, errors);
        string licence = TextRules.Check(form.Licence, "licence", LongestName, errors);
        if (!DonorActsEndpoint.StaffIdFits(staffId))
        {
            errors.Add("staffId", PlatformErrors.StaffId);
        }

        CoordinatorTies ties = TiesOf(form, errors);
        errors.ThrowIfAny();
        Coordinator coordinator = new(
            staffId, form.LicenceValidTo, form.RestingSince ?? time.GetUtcNow(), form.Latitude, form.Longitude, form.Employments ?? []);
        await roster.Write(coordinator, new CoordinatorIdentity(name, licence), ties, cancellation);
        return TypedResults.Ok(coordinator);
    }

    private CoordinatorTies TiesOf(CoordinatorForm form, FieldErrors errors)
    {
        List<string> persons = [];
        foreach ((string number, int place) in (form.Relatives ?? []).Select((number, place) => (number, place)))
        {
            if (ResidentId.TryParse(number.Trim(), ChinaCalendar.DateOf(time.GetUtcNow()), out ResidentId? id, out InputFault fault))
            {
                persons.Add(families.KeyOf(id));
            }
            else
            {
                errors.Add($"relatives[{place}]", fault);
            }
        }

        List<string> staff = [];
        foreach ((string licence, int place) in (form.RelatedStaff ?? []).Select((licence, place) => (licence, place)))
        {
            staff.Add(hospitals.PhysicianId(TextRules.Check(licence, $"relatedStaff[{place}]", LongestName, errors)));
        }

        return new CoordinatorTies(persons, staff);
    }

    private async Task<IReadOnlyList<StoredCase<OrganFacts>>> Open(CancellationToken cancellation)
    {
        List<StoredCase<OrganFacts>> found = [];
        foreach ((CaseNumber number, _) in await index.All(openOnly: true, cancellation))
        {
            if (await cases.Load<OrganFacts>(number, cancellation) is { } stored && AccessCheck.OfCase(request.Caller, stored.Head) is null)
            {
                found.Add(stored);
            }
        }

        return found;
    }

    private DeskCase View(StoredCase<OrganFacts> stored)
    {
        DateTimeOffset now = time.GetUtcNow();
        (CaseHead head, OrganFacts facts) = stored.File;
        return new DeskCase(
            head.Number.Value, facts.Donor.Pseudonym, head.StateOf(), OrganWords.Of(head.StateOf()), head.Version,
            [
                .. WitnessGates.Judge(facts, WitnessLaw.Of(facts, now, policies.For(head)), now).Select(gate => new LampView(
                    gate.Gate, OrganWords.Of(gate.Gate), gate.Lamp, OrganWords.Of(gate.Lamp), gate.Reasons, [.. gate.Reasons.Select(OrganWords.Of)])),
            ],
            [.. head.Tasks.Select(task => new ClockView(task.Kind, OrganWords.OfTask(task.Kind), task.DueAt, task.Clock.IsOverAt(now)))],
            [.. facts.Signals.Where(signal => signal.AcknowledgedAt is null)],
            [.. facts.Violations.Where(violation => violation.ClosedAt is null)]);
    }
}
