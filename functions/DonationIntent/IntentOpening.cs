using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Documents;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationIntent;

/// <summary>From a form to an entry. The rules are asked before the vault takes anybody in: what is refused leaves nothing behind.</summary>
internal sealed class IntentOpening(
    CurrentRequest request, PersonVault vault, PersonIndex persons, IntentIndex index, CaseDecisions decisions, CaseStore cases, DocumentStore documents,
    PolicyBook policies, TimeProvider time)
{
    // Stands for somebody whom the vault does not know yet.
    private const string Nobody = "new";

    private DateOnly Today => ChinaCalendar.DateOf(time.GetUtcNow());

    /// <param name="electronicDigest">SHA-256 of the form as it was sent.</param>
    /// <exception cref="ProblemException">Everything that is wrong with the form; nothing was stored.</exception>
    public async Task<CaseHead> Register(IntentRegistrationForm form, string electronicDigest, CancellationToken cancellation)
    {
        bool byHolder = request.Caller is not Caller.Staff;
        if (byHolder != (form.Channel == IntentChannel.Network))
        {
            throw new ProblemException(new Problem(IntentErrors.Channel, "channel"));
        }

        IntentReading reading = new(Today, policies.Today);
        ReadHolder holder = reading.Holder(form.Holder, form.Residence, form.Executor);
        CaseNumber number = Number(holder.Unit);
        IntentForm Read(string personId) => reading.Form(form, number, personId, electronicDigest, time.GetUtcNow(), documents);
        return await Open(
            holder, number,
            (personId, known, deciding) => IntentProcess.OpenRegistration(
                number, holder.Unit, policies.StampFor(deciding.At).Version, personId, holder.BornOn, Read(personId), known, deciding),
            claims: true, cancellation);
    }

    /// <summary>A refusal is taken at its word, and never turned away for its timing.</summary>
    public async Task<CaseHead> Refuse(RefusalForm form, CancellationToken cancellation)
    {
        ReadHolder holder = new IntentReading(Today, policies.Today).Holder(form.Holder, form.Residence);
        CaseNumber number = Number(holder.Unit);
        HolderVoice voice = request.Caller is Caller.Staff ? new HolderVoice(form.Means, form.EvidenceId) : HolderVoice.ByLogin;
        return await Open(
            holder, number,
            (personId, _, deciding) => IntentProcess.OpenRefusal(number, holder.Unit, policies.StampFor(deciding.At).Version, personId, voice, deciding),
            claims: false, cancellation);
    }

    private async Task<CaseHead> Open(
        ReadHolder holder, CaseNumber number, Func<string, IReadOnlyList<CaseFile<IntentFacts>>, Deciding, CaseOutcome<IntentFacts>> open, bool claims,
        CancellationToken cancellation)
    {
        if (await cases.Find(number, cancellation) is { } done && await cases.DecidedVersion(number, request.DecisionId, cancellation) is not null)
        {
            return done.Head; // written by an earlier attempt of this request
        }

        KnownPerson? person = await vault.Find(holder.Member.IdType, holder.Member.IdNumber, cancellation);
        CaseFile<IntentFacts>[] known = person is null ? [] : [.. (await index.Files(person.Subject, cancellation)).Select(file => file.File)];
        _ = Accepted(open(person?.Subject.Value ?? Nobody, known, Deciding(person?.Subject.Value ?? Nobody, holder.Unit)));

        SubjectId subject = (await vault.AdmitHousehold([holder.Member], number, cancellation)).Members[0];
        await index.Add(subject, number, persons.KeyOf(holder.Member.IdType, holder.Member.IdNumber), cancellation);
        if (claims && await index.Claim(subject, number, cancellation) is var held && held != number)
        {
            throw Refused(CaseProblem.Of(IntentProblems.RegisteredAlready, ("case", held.Value)));
        }

        CaseOutcome<IntentFacts>.Accepted opened = Accepted(open(subject.Value, known, Deciding(subject.Value, holder.Unit)));
        return await cases.Open(opened, subject, request.DecisionId, cancellation) is CommitResult.Committed
            ? opened.Next.Head
            : (await cases.Find(number, cancellation))!.Head;
    }

    private CaseNumber Number(UnitCode unit) =>
        request.Caller is Caller.Staff officer && officer.Unit != UnitCode.City && officer.Unit != unit
            ? throw new ProblemException(new Problem(PlatformErrors.AccessUnit, "residence.division"))
            : request.NewCaseNumber(unit);

    private Deciding Deciding(string personId, UnitCode unit) => decisions.Opening(
        request.Caller is Caller.Staff ? request.Actor : new Actor(personId, Roles.Public, unit), request.DecisionId);

    private CaseOutcome<IntentFacts>.Accepted Accepted(CaseOutcome<IntentFacts> outcome) => outcome switch
    {
        CaseOutcome<IntentFacts>.Accepted accepted => accepted,
        CaseOutcome<IntentFacts>.Refused refused => throw Refused(refused.Problem),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Whether somebody is registered, or has refused, is told to nobody who merely knows the number: the same answer for both, and no case number.
    private ProblemException Refused(CaseProblem problem) =>
        request.Caller is not Caller.Staff && problem.Code is (IntentProblems.RegisteredAlready or IntentProblems.RefusalStands)
            ? new ProblemException(IntentErrors.NotOnline)
            : new ProblemException(problem.ToProblem(IntentWords.Words));
}
