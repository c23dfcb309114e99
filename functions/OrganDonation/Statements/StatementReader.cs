using Boai.Functions.HospitalMessages.Fhir;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.OrganDonation;
using UnitCode = Boai.Workflows.Shared.UnitCode;
using Hl7.Fhir.Model;

namespace Boai.Functions.OrganDonation.Statements;

/// <summary>What an event's resources say, as the rules want it: H01 to H12 of handbook §11.1.</summary>
/// <remarks>Pure. Physicians and relatives come with what names them in the message; opaque ids are given to them by whoever takes it in.</remarks>
internal sealed class StatementReader(HospitalMessage message)
{
    private readonly List<MessageIssue> _issues = [];

    /// <summary>Reads a message.</summary>
    /// <param name="issues">Everything that is missing or not allowed, with its place; empty when the message is whole.</param>
    public static IReadOnlyList<HospitalStatement> Read(HospitalMessage message, out IReadOnlyList<MessageIssue> issues)
    {
        StatementReader reader = new(message);
        if (string.IsNullOrEmpty(message.Pseudonym) || message.Pseudonym.Length > 64
            || !message.Pseudonym.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            reader._issues.Add(new MessageIssue(FhirProblems.Missing, $"Bundle.entry.resource.ofType(Patient).identifier.where(system='{FhirTerms.Donor}')"));
        }

        HospitalStatement?[] statements = [.. reader.Statements()];
        issues = reader._issues;
        return issues is [] ? [.. statements.OfType<HospitalStatement>()] : [];
    }

    private IEnumerable<HospitalStatement?> Statements() => message.Event switch
    {
        HospitalEvent.H01 => [Reported()],
        HospitalEvent.H02 => [Consent()],
        HospitalEvent.H03 => [Death()],
        HospitalEvent.H04 => [Ethics()],
        HospitalEvent.H05 => [Notice(), Fitness()],
        HospitalEvent.H06 => [At(Performed()?.Start, "Procedure.performed.start") is { } at ? new HospitalStatement.Started(at) : null],
        HospitalEvent.H07 => [At(Performed()?.End, "Procedure.performed.end") is { } at ? new HospitalStatement.Completed(at, Products()) : null],
        HospitalEvent.H08 => [Stopped()],
        HospitalEvent.H09 => [HandedOver()],
        HospitalEvent.H10 => [OutcomeReader.Check(message, _issues) ? new HospitalStatement.OutcomeFiled(message.Envelope.CreatedAt) : null],
        HospitalEvent.H11 => [At(Performed()?.End, "Procedure.performed.end") is { } at ? new HospitalStatement.TissueProcured(at, Products()) : null],
        HospitalEvent.H12 => [Received()],
        _ => [],
    };

    private HospitalStatement.PotentialDonor? Reported()
    {
        string? district = First<Encounter>("Encounter")?.GetExtensionValue<Code>(DonorTerms.BedDistrict)?.Value;
        if (district is not null && !UnitCode.TryParse(district, out _, out _))
        {
            _issues.Add(new MessageIssue(FhirProblems.Value, $"Bundle.entry.resource.ofType(Encounter).extension('{DonorTerms.BedDistrict}')"));
        }

        ServiceRequest? asked = First<ServiceRequest>("ServiceRequest");
        string? category = DonorTerms.CodeOf(asked?.ReasonCode, DonorTerms.Category);
        DonorCategory? read = category is null ? null : Known(DonorTerms.Categories, category, "ServiceRequest.reasonCode");
        return new HospitalStatement.PotentialDonor(read, district);
    }

    private HospitalStatement.ConsentSigned? Consent()
    {
        Consent? consent = First<Consent>("Consent");
        string? digest = Digest(required: true);
        string[] items = [.. (consent?.Provision?.Code ?? []).SelectMany(code => code.Coding).Select(coding => coding.Code ?? "")];
        Items(items, "Consent.provision.code");
        RelativeStanding[] relatives = [.. message.Of<RelatedPerson>().Select(found => Relative(found.Resource, found.Path)).OfType<RelativeStanding>()];
        return digest is null ? null : new HospitalStatement.ConsentSigned(digest, items, relatives);
    }

    private RelativeStanding? Relative(RelatedPerson person, string path)
    {
        string? id = HospitalMessage.IdentifierOf(person.Identifier, FhirTerms.ResidentId) ?? person.Identifier.FirstOrDefault()?.Value ?? person.Id;
        DeciderRelation? relation = Known(DonorTerms.Relations, DonorTerms.CodeOf(person.Relationship, DonorTerms.Role) ?? "", path + ".relationship");
        DeciderStatus? status = Known(DonorTerms.Statuses, person.GetExtensionValue<Code>(DonorTerms.Standing)?.Value ?? "", $"{path}.extension('{DonorTerms.Standing}')");
        if (string.IsNullOrEmpty(id))
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, path + ".identifier"));
        }

        DateTimeOffset? signedAt = Instant(person.GetExtensionValue<FhirDateTime>(DonorTerms.SignedAt));
        if (status == DeciderStatus.HasSigned && signedAt is null)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, $"{path}.extension('{DonorTerms.SignedAt}')"));
        }

        string? proof = person.GetExtensionValue<FhirString>(DonorTerms.Proof)?.Value;
        return id is null || relation is null || status is null ? null : new RelativeStanding(id, relation.Value, status.Value, proof, signedAt);
    }

    private HospitalStatement.DeathDetermined? Death()
    {
        DateTimeOffset? at = At(First<Patient>("Patient")?.Deceased as FhirDateTime, "Patient.deceased.ofType(dateTime)");
        List<DeterminingPhysician> physicians = [];
        foreach ((PractitionerRole role, string path) in message.Of<PractitionerRole>())
        {
            string? licence = role.Practitioner?.Identifier is { System: FhirTerms.Physician } named ? named.Value : null;
            if (string.IsNullOrEmpty(licence))
            {
                _issues.Add(new MessageIssue(FhirProblems.Missing, path + ".practitioner.identifier"));
                continue;
            }

            physicians.Add(new DeterminingPhysician(licence, Side: null));
        }

        string? digest = Digest(required: false);
        return at is null ? null : new HospitalStatement.DeathDetermined(at.Value, physicians, digest);
    }

    private HospitalStatement.EthicsOpinion? Ethics()
    {
        (Observation? opinion, string path) = Coded("ethics-opinion");
        DateTimeOffset? at = At(opinion?.Effective as FhirDateTime, path + ".effective.ofType(dateTime)");
        int? members = Count(opinion, "members", path), experts = Count(opinion, "transplant-experts", path), agree = Count(opinion, "agree", path);
        if (members is { } all && (all < 1 || experts < 0 || experts > all || agree < 0 || agree > all))
        {
            _issues.Add(new MessageIssue(FhirProblems.Value, path + ".component")); // more hands than heads
        }

        string committee = message.Find<Organization>(opinion?.Performer.FirstOrDefault()) is { } organisation
            ? HospitalMessage.IdentifierOf(organisation.Identifier, FhirTerms.Uscc) ?? "" : message.Envelope.Sender;
        string? digest = Digest(required: false);
        return at is null || members is null || experts is null || agree is null
            ? null
            : new HospitalStatement.EthicsOpinion(committee, members.Value, experts.Value, agree.Value, at.Value, digest);
    }

    private HospitalStatement.NoticeGiven? Notice()
    {
        ServiceRequest? asked = First<ServiceRequest>("ServiceRequest");
        DateTimeOffset? planned = At((asked?.Occurrence as Period)?.StartElement, "ServiceRequest.occurrence.start");
        Location? location = message.Find<Location>(asked?.LocationReference.FirstOrDefault());
        string? place = location?.Identifier.FirstOrDefault()?.Value ?? asked?.LocationReference.FirstOrDefault()?.Display;
        if (string.IsNullOrEmpty(place))
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, "Bundle.entry.resource.ofType(ServiceRequest).locationReference"));
        }

        string hospital = location?.ManagingOrganization?.Identifier is { System: FhirTerms.Uscc, Value: { } code } ? code : message.Envelope.Sender;
        return planned is null || place is null ? null : new HospitalStatement.NoticeGiven(hospital, planned.Value, place);
    }

    private HospitalStatement.FitnessStated? Fitness() => message.Of<Observation>().Select(found => found.Resource)
        .FirstOrDefault(one => DonorTerms.CodeOf([one.Code], FhirTerms.Services) == "medical-fitness") is { Value: FhirBoolean { Value: { } fit } }
            ? new HospitalStatement.FitnessStated(fit) : null;

    private HospitalStatement.NotProceeding? Stopped()
    {
        ServiceRequest? asked = First<ServiceRequest>("ServiceRequest");
        StopReason? reason = Known(
            DonorTerms.StopReasons, asked?.GetExtensionValue<Code>(DonorTerms.StopReason)?.Value ?? "",
            $"Bundle.entry.resource.ofType(ServiceRequest).extension('{DonorTerms.StopReason}')");
        return reason is null ? null : new HospitalStatement.NotProceeding(message.Envelope.CreatedAt, reason.Value);
    }

    private HospitalStatement.HandedOver? HandedOver()
    {
        DateTimeOffset? restored = At(Performed()?.End, "Procedure.performed.end");
        Communication? said = message.Of<Communication>().Select(found => found.Resource).FirstOrDefault();
        DateTimeOffset? at = Instant(said?.SentElement);
        BodyTaker? taker = said is null ? null : Known(DonorTerms.Takers, DonorTerms.CodeOf(said.Category, DonorTerms.TakenBy) ?? "", "Communication.category");
        return restored is null ? null : new HospitalStatement.HandedOver(restored.Value, at, taker);
    }

    private HospitalStatement.BodyReceived? Received()
    {
        DateTimeOffset? at = At(First<Communication>("Communication")?.SentElement, "Communication.sent");
        string? digest = Digest(required: true);
        return at is null || digest is null ? null : new HospitalStatement.BodyReceived(at.Value, digest);
    }

    private (FhirDateTime? Start, FhirDateTime? End)? Performed() =>
        First<Procedure>("Procedure")?.Performed is Period period ? (period.StartElement, period.EndElement) : null;

    private string[] Products()
    {
        string[] items =
        [
            .. message.Of<BiologicallyDerivedProduct>().Select(found => DonorTerms.CodeOf([found.Resource.ProductCode], DonorTerms.Item) ?? ""),
        ];
        Items(items, "BiologicallyDerivedProduct.productCode");
        return items;
    }

    private void Items(string[] items, string path)
    {
        if (items is [] || items.Except(OrganLaw.Items, StringComparer.Ordinal).Any())
        {
            _issues.Add(new MessageIssue(items is [] ? FhirProblems.Missing : FhirProblems.Value, "Bundle.entry.resource." + path));
        }
    }

    private (Observation? Resource, string Path) Coded(string code)
    {
        (Observation? found, string path) = message.Of<Observation>().FirstOrDefault(one => DonorTerms.CodeOf([one.Resource.Code], FhirTerms.Services) == code);
        if (found is null)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, $"Bundle.entry.resource.ofType(Observation).where(code.coding.code='{code}')"));
        }

        return (found, path ?? "Observation");
    }

    private int? Count(Observation? opinion, string component, string path)
    {
        int? value = opinion?.Component.FirstOrDefault(one => DonorTerms.CodeOf([one.Code], FhirTerms.Services) == component)?.Value is Integer { Value: { } count } ? count : null;
        if (opinion is not null && value is null)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, $"{path}.component.where(code.coding.code='{component}')"));
        }

        return value;
    }

    private string? Digest(bool required)
    {
        byte[]? hash = message.Of<DocumentReference>().SelectMany(found => found.Resource.Content).Select(content => content.Attachment?.Hash).FirstOrDefault(one => one is not null);
        if (hash is null && required)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, "Bundle.entry.resource.ofType(DocumentReference).content.attachment.hash"));
        }

        return hash is null ? null : Convert.ToHexStringLower(hash);
    }

    private T? First<T>(string type)
        where T : Resource
    {
        T? found = message.Of<T>().Select(one => one.Resource).FirstOrDefault();
        if (found is null)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, $"Bundle.entry.resource.ofType({type})"));
        }

        return found;
    }

    private DateTimeOffset? At(FhirDateTime? time, string path)
    {
        DateTimeOffset? at = Instant(time);
        if (at is null)
        {
            _issues.Add(new MessageIssue(FhirProblems.Missing, path.StartsWith("Bundle", StringComparison.Ordinal) ? path : "Bundle.entry.resource." + path));
        }

        return at;
    }

    private T? Known<T>(IReadOnlyDictionary<string, T> codes, string code, string path)
        where T : struct
    {
        if (codes.TryGetValue(code, out T value))
        {
            return value;
        }

        _issues.Add(new MessageIssue(FhirProblems.Value, path.StartsWith("Bundle", StringComparison.Ordinal) ? path : "Bundle.entry.resource." + path));
        return null;
    }

    private static DateTimeOffset? Instant(FhirDateTime? time) =>
        time is not null && time.TryToDateTimeOffset(TimeSpan.FromHours(8), out DateTimeOffset at) ? at.ToUniversalTime() : null;
}
