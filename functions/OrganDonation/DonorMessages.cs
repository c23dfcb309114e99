using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.OrganDonation.Statements;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Hl7.Fhir.Model;
using Microsoft.DurableTask.Client;
using Task = System.Threading.Tasks.Task;

namespace Boai.Functions.OrganDonation;

/// <summary>From a hospital's message to a case: H01 opens one, every other event is a statement in it, in whatever order they come.</summary>
internal sealed class DonorMessages(
    CaseStore cases, CaseDecisions decisions, DonorIndex index, HospitalRegister register, PersonVault vault, PlatformKeys keys, Worklist worklist, PolicyBook policies,
    DonorFamilies families, IOutcomeBook outcomes, IEnumerable<IDonationFollower> followers)
    : IHospitalListener
{
    /// <summary>The donor's resident identity number in the vault; C4.</summary>
    public const string DonorResidentId = "donor.residentId";

    public IReadOnlyList<string> Processes { get; } = [OrganProcess.Programme, "LIFE-03", "LIFE-04"];

    public IReadOnlyList<MessageIssue> Check(HospitalMessage message)
    {
        StatementReader.Read(message, out IReadOnlyList<MessageIssue> issues);
        if (issues is [] && ResidentIdOf(message) is { } number
            && (message.Event == HospitalEvent.H01 || !PersonId.TryParse(PersonIdKind.ResidentId, number, null, ChinaCalendar.DateOf(message.Envelope.ReceivedAt), out _, out _)))
        {
            // Who the donor is comes with H02 at the earliest, when it is needed (handbook §11.2).
            return [new MessageIssue(FhirProblems.Value, $"Bundle.entry.resource.ofType(Patient).identifier.where(system='{FhirTerms.ResidentId}')")];
        }

        return issues is [] && PatientOf(message)?.GetExtensionValue<FhirBoolean>(DonorTerms.Living)?.Value == true
            ? [new MessageIssue(FhirProblems.Value, $"Bundle.entry.resource.ofType(Patient).extension('{DonorTerms.Living}')")]
            : issues;
    }

    public async Task<MessageHandled> Hear(HospitalMessage message, DurableTaskClient client, CancellationToken cancellation)
    {
        IReadOnlyList<HospitalStatement> statements = StatementReader.Read(message, out IReadOnlyList<MessageIssue> issues);
        if (issues is not [])
        {
            return new MessageHandled(null, PoisonReasons.Unreadable);
        }

        TissueHeard? heard = await Followed(statements[0], message, client, cancellation);
        CaseNumber? number = message.Event == HospitalEvent.H01
            ? await Open(message, cancellation)
            : await index.Find(message.Pseudonym!, cancellation);
        if (heard is { Taken: false } || (number is null && heard is not null))
        {
            return new MessageHandled(heard.Number, heard.Taken ? null : PoisonReasons.Refused);
        }

        if (number is null || await cases.Find(number, cancellation) is null)
        {
            // H01 may be on its way: tried again for some minutes, then set aside for the duty desk.
            throw new InvalidOperationException($"Message {message.Id} speaks of a donor of whom no case is open yet.");
        }

        await families.Note(number, [.. RelativesOf(message), .. ResidentIdOf(message) is { } donor ? [donor] : Array.Empty<string>()], cancellation);
        if (OutcomeReader.Read(message) is { } outcome)
        {
            // Into a store of its own: the case learns that it was filed, and nothing of what it says (I-14).
            await outcomes.File(message.Pseudonym!, outcome.Transplanted, outcome.Persons, outcome.Discarded, message.Envelope.CreatedAt, cancellation);
        }

        if (ResidentIdOf(message) is { } residentId)
        {
            // To the vault and nowhere else: whoever verifies the donor's identity compares it there.
            StoredHead known = (await cases.Find(number, cancellation))!;
            await vault.Amend(known.Applicant, number, new Dictionary<string, string>(StringComparer.Ordinal) { [DonorResidentId] = residentId }, cancellation);
            await families.NoteDonor(number, ResidentId.Parse(residentId), cancellation);
        }

        foreach ((HospitalStatement statement, int place) in statements.Select((statement, place) => (statement, place)))
        {
            OrganCommand.Hear hear = new(message.Envelope.Sender, message.Id, message.Envelope.CreatedAt, await Opaque(statement, message, cancellation));
            SystemStep step = await decisions.StepBy<OrganFacts>(
                ActorOf(message, number), number, (file, deciding) => OrganProcess.Apply(file, hear, deciding), $"hear-{message.Id}-{place}", sealedNote: null, cancellation);
            if (step is SystemStep.Refused { Problem.Code: not OrganProblems.HeardAlready })
            {
                return new MessageHandled(number, PoisonReasons.Refused);
            }
        }

        CaseHead head = (await cases.Find(number, cancellation))!.Head;
        await worklist.Refresh(head, cancellation);
        await client.StartOnce(nameof(OrganDonationWitness), number, cancellation);
        await client.CaseChanged(number, head.Version, cancellation);
        return new MessageHandled(number, null);
    }

    // Eye banks and receiving units speak of cases of their own programmes, with or without a donation of organs before.
    private async Task<TissueHeard?> Followed(HospitalStatement statement, HospitalMessage message, DurableTaskClient client, CancellationToken cancellation)
    {
        TissueSaid? said = statement switch
        {
            HospitalStatement.TissueProcured it => new("H11", message.Pseudonym!, message.Envelope.Sender, message.Id, it.At, it.Items, CertificateDigest: null),
            HospitalStatement.BodyReceived it => new("H12", message.Pseudonym!, message.Envelope.Sender, message.Id, it.At, [], it.CertificateDigest),
            _ => null,
        };
        TissueHeard? heard = null;
        foreach (IDonationFollower follower in followers.Where(_ => said is not null))
        {
            heard ??= await follower.Hear(said!, client, cancellation);
        }

        return heard;
    }

    public async Task Acknowledged(SentMessage message, DurableTaskClient client, CancellationToken cancellation)
    {
        // R06 asks; only signals are facts of the case.
        if (message.Seq == 0 || message.Case is null)
        {
            return;
        }

        CaseNumber number = CaseNumber.Parse(message.Case);
        SystemStep step = await decisions.StepBy<OrganFacts>(
            new Actor(message.Receiver, Roles.Opo, number.Unit), number,
            (file, deciding) => OrganProcess.Apply(file, new OrganCommand.AcknowledgeSignal(message.Seq), deciding), $"ack-{message.MessageId}", sealedNote: null, cancellation);
        if (step is SystemStep.Done done)
        {
            await client.CaseChanged(number, done.Decided.Version, cancellation);
        }
        else if (step is SystemStep.Refused { Problem.Code: not OrganProblems.DoneAlready } refused)
        {
            throw new InvalidOperationException($"Case {number} did not take the acknowledgement of {message.Code}: {refused.Problem.Code}.");
        }
    }

    private async Task<CaseNumber> Open(HospitalMessage message, CancellationToken cancellation)
    {
        Hospital hospital = await register.Find(message.Envelope.Sender, cancellation)
            ?? throw new InvalidOperationException($"Message {message.Id} was accepted of a hospital that is not registered any more.");
        string pseudonym = message.Pseudonym!;
        CaseNumber number = await index.Claim(pseudonym, hospital.Unit, ChinaCalendar.DateOf(message.Envelope.ReceivedAt).Year, cancellation);
        if (await cases.Find(number, cancellation) is not null)
        {
            return number;
        }

        Patient patient = PatientOf(message)!;
        NewMember donor = new("DONOR", pseudonym, patient.Name.FirstOrDefault()?.Text ?? pseudonym, new Dictionary<string, string>(StringComparer.Ordinal));
        SubjectId subject = (await vault.AdmitHousehold([donor], number, cancellation)).Members[0];
        Deciding deciding = decisions.Opening(ActorOf(message, number), $"open-{message.Id}");
        if (OrganProcess.Open(
                number, hospital.Unit, policies.StampFor(deciding.At).Version, ProfileOf(patient, pseudonym, deciding.Today), message.Envelope.Sender, isLiving: false, deciding)
            is not CaseOutcome<OrganFacts>.Accepted opened)
        {
            throw new InvalidOperationException($"Case {number} could not be opened for message {message.Id}.");
        }

        await cases.Open(opened, subject, deciding.DecisionId, cancellation);
        await Institution(number, hospital, message, cancellation);
        return number;
    }

    // What the register says of the hospital, and whether the bed lies in its area. Of a bed whose district was not said people have to ask.
    private async Task Institution(CaseNumber number, Hospital hospital, HospitalMessage message, CancellationToken cancellation)
    {
        string? district = StatementReader.Read(message, out _).OfType<HospitalStatement.PotentialDonor>().FirstOrDefault()?.BedDistrict;
        if (district is null)
        {
            return;
        }

        OrganCommand.CheckInstitution check = new(
            hospital.Roles.Contains(HospitalRole.OpoHospital), hospital.Areas.Contains(UnitCode.Parse(district)), hospital.IndependentDepartment);
        await decisions.Step<OrganFacts>(number, (file, deciding) => OrganProcess.Apply(file, check, deciding), "institution", cancellation);
    }

    private static DonorProfile ProfileOf(Patient patient, string pseudonym, DateOnly today) => new(
        pseudonym,
        IdentityKnown: patient.GetExtensionValue<FhirBoolean>(DonorTerms.IdentityUnknown)?.Value != true,
        IsForeign: patient.GetExtensionValue<FhirBoolean>(DonorTerms.Foreign)?.Value == true,
        IsMinor: DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", out DateOnly born) && born.AddYears(18) > today);

    /// <summary>Numbers that name people become opaque before they go anywhere.</summary>
    private async Task<HospitalStatement> Opaque(HospitalStatement statement, HospitalMessage message, CancellationToken cancellation)
    {
        switch (statement)
        {
            case HospitalStatement.ConsentSigned consent:
                return consent with
                {
                    Relatives = [.. consent.Relatives.Select(one => one with { RelativeId = "rel_" + keys.Hash(KeyPurpose.PersonIndex, $"{message.Pseudonym}|{one.RelativeId}")[..26] })],
                };
            case HospitalStatement.DeathDetermined death:
                bool filed = (await register.Find(message.Envelope.Sender, cancellation))?.RosterFiledAt is not null;
                List<DeterminingPhysician> physicians = [];
                foreach (DeterminingPhysician one in death.Physicians)
                {
                    string id = register.PhysicianId(one.PhysicianId);
                    StaffSide? side = await register.SideOf(id, cancellation) switch
                    {
                        HospitalSides.Procurement => StaffSide.Procurement,
                        HospitalSides.Transplant => StaffSide.Transplant,
                        _ => filed ? StaffSide.Neither : null,
                    };
                    physicians.Add(new DeterminingPhysician(id, side));
                }

                return death with { Physicians = physicians };
            default:
                return statement;
        }
    }

    private static string? ResidentIdOf(HospitalMessage message) => HospitalMessage.IdentifierOf(PatientOf(message)?.Identifier, FhirTerms.ResidentId);

    private static IEnumerable<string> RelativesOf(HospitalMessage message) => message.Of<RelatedPerson>()
        .Select(found => HospitalMessage.IdentifierOf(found.Resource.Identifier, FhirTerms.ResidentId)).OfType<string>();

    private static Patient? PatientOf(HospitalMessage message) => message.Of<Patient>().Select(found => found.Resource).FirstOrDefault();

    private static Actor ActorOf(HospitalMessage message, CaseNumber number) => new(
        message.Envelope.Sender, message.Event is HospitalEvent.H11 or HospitalEvent.H12 ? Roles.ReceivingUnit : Roles.Opo, number.Unit);
}
