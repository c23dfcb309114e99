using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Errors;
using Boai.Functions.HardshipRelief.Application;
using Boai.Functions.Households;
using Boai.Functions.Identity;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>From a form to a case (states 1 and 2): reads it, admits the household to the vault, screens it, and writes the case.</summary>
internal sealed class Submission(
    CurrentRequest request, PersonVault vault, HouseholdHistory history, StaffPersons staff, CaseDecisions decisions, CaseStore cases, OpenedCases fresh,
    PolicyBook policies, TimeProvider time)
{
    /// <summary>Opens a case with a finished form, screened in the same transaction.</summary>
    /// <exception cref="ProblemException">Everything that is wrong with the form, field by field; nothing was stored.</exception>
    public async Task<CaseHead> Open(ApplicationForm form, CancellationToken cancellation)
    {
        Caller.Staff? village = VillageOfficer(form.ApplyingAs);
        ReadApplication read = Read(form);
        SameUnit(village, read.Unit);
        CaseNumber number = request.NewCaseNumber(read.Unit);
        AdmittedHousehold admitted = await vault.AdmitHousehold(read.Members, number, cancellation);
        ReliefApplication application = read.ToCase(admitted, village?.StaffId);
        Deciding deciding = decisions.Opening(ActorOf(village, admitted.Members[0], read.Unit), request.DecisionId);
        Screening findings = await Screen(read.Members, admitted, application, number, deciding.Policy, cancellation);
        return await Write(
            ReliefProcess.OpenSubmitted(number, read.Unit, policies.StampFor(deciding.At).Version, application, findings, deciding), admitted.Members[0], cancellation);
    }

    /// <summary>Opens a draft: whose it is and what is filled in so far.</summary>
    /// <exception cref="ProblemException">The person or the place cannot be read; nothing was stored.</exception>
    public async Task<CaseHead> OpenDraft(DraftForm form, CancellationToken cancellation)
    {
        Caller.Staff? village = VillageOfficer(form.ApplyingAs);
        ReadDraft read = DraftReading.Read(form, ChinaCalendar.DateOf(time.GetUtcNow()), policies.Today);
        SameUnit(village, read.Unit);
        CaseNumber number = request.NewCaseNumber(read.Unit);
        AdmittedHousehold admitted = await vault.AdmitHousehold([read.Applicant], number, cancellation);
        Deciding deciding = decisions.Opening(ActorOf(village, admitted.Members[0], read.Unit), request.DecisionId);
        return await Write(
            ReliefProcess.OpenDraft(number, read.Unit, policies.StampFor(deciding.At).Version, deciding), admitted.Members[0], cancellation);
    }

    /// <summary>Sends a draft in with its finished form.</summary>
    /// <exception cref="ProblemException">The form is wrong, names somebody else, or belongs to another unit.</exception>
    public async Task<Decided> SubmitDraft(ApplicationForm form, int? version, CancellationToken cancellation)
    {
        StoredHead draft = request.Case;
        Caller.Staff? village = VillageOfficer(form.ApplyingAs);
        ReadApplication read = Read(form);
        if (read.Unit != draft.Head.Owner)
        {
            throw new ProblemException(Problem.Of(ReliefFormErrors.DraftUnit, ("unit", read.Unit.Value)).At("residence.division"));
        }

        if (await vault.Find(read.Members[0].IdType, read.Members[0].IdNumber, cancellation) is not { } known || known.Subject != draft.Applicant)
        {
            throw new ProblemException(new Problem(ReliefFormErrors.DraftPerson, "applicant.idNumber"));
        }

        ReliefApplication sketch = read.ToCase(new AdmittedHousehold(known.Household, [known.Subject], [true]), village?.StaffId);
        if (!MaySubmit(draft, sketch, version))
        {
            // Refused, or done before: either way the vault keeps what it has. The account above all, which others may have checked by now.
            return await decisions.Decide<ReliefFacts>(
                request, (file, deciding) => ReliefProcess.Apply(file, new ReliefCommand.Submit(sketch), deciding), version, note: null, cancellation);
        }

        AdmittedHousehold admitted = await vault.AdmitHousehold(read.Members, draft.Head.Number, cancellation);
        await vault.Amend(draft.Applicant, draft.Head.Number, read.Members[0].Dossier, cancellation);
        await vault.Reduce(draft.Applicant, draft.Head.Number, field => field != DossierFields.Draft, cancellation);
        ReliefApplication application = read.ToCase(admitted, village?.StaffId);
        Screening findings = await Screen(read.Members, admitted, application, draft.Head.Number, policies.For(draft.Head), cancellation);
        return await decisions.Decide<ReliefFacts>(
            request, (file, deciding) => SubmitAndScreen(file, application, findings, deciding), version, note: null, cancellation);
    }

    private bool MaySubmit(StoredHead draft, ReliefApplication sketch, int? version) => decisions.Try<ReliefFacts>(
        request, draft.As<ReliefFacts>(), (file, deciding) => ReliefProcess.Apply(file, new ReliefCommand.Submit(sketch), deciding), version, note: null)
        is CaseOutcome<ReliefFacts>.Accepted;

    private ReadApplication Read(ApplicationForm form) =>
        new ApplicationReading(ChinaCalendar.DateOf(time.GetUtcNow()), policies.Today).TryRead(form, out ReadApplication? read, out Forms.FieldErrors errors)
            ? read
            : throw new ProblemException(errors.Problems);

    private static CaseOutcome<ReliefFacts> SubmitAndScreen(
        CaseFile<ReliefFacts> file, ReliefApplication application, Screening findings, Deciding deciding)
    {
        CaseOutcome<ReliefFacts> submitted = ReliefProcess.Apply(file, new ReliefCommand.Submit(application), deciding);
        return submitted is CaseOutcome<ReliefFacts>.Accepted accepted
            && ReliefProcess.Apply(accepted.Next, new ReliefCommand.Screen(findings), deciding with { Actor = Actor.System, SeenVersion = null })
                is CaseOutcome<ReliefFacts>.Accepted screened
                ? new CaseOutcome<ReliefFacts>.Accepted(screened.Next, [.. accepted.Events, .. screened.Events])
                : submitted;
    }

    private async Task<CaseHead> Write(CaseOutcome<ReliefFacts>.Accepted opened, SubjectId applicant, CancellationToken cancellation)
    {
        CaseNumber number = opened.Next.Head.Number;
        switch (await cases.Open(opened, applicant, request.DecisionId, cancellation))
        {
            case CommitResult.Committed:
                fresh.Keep(opened.Next);
                return opened.Next.Head;
            case CommitResult.AlreadyDecided when await cases.Find(number, cancellation) is { } written:
                fresh.Take(number); // by now it may have gone on
                return written.Head;
            default:
                throw new InvalidOperationException($"Case {number} exists and was not opened by this request: a case number was given out twice.");
        }
    }

    /// <summary>The checks that need no person: other aid of the household, and staff among its members.</summary>
    private async Task<Screening> Screen(
        IReadOnlyList<NewMember> members, AdmittedHousehold admitted, ReliefApplication application, CaseNumber number, CasePolicy policy,
        CancellationToken cancellation)
    {
        // A household nobody of which was known before cannot have been granted anything.
        PriorAid prior = admitted.Known.Any(known => known) ? await history.Prior(application, number, policy, cancellation) : PriorAid.None;
        return new Screening(InRegion: true, prior, await staff.Among(members, cancellation));
    }

    private Caller.Staff? VillageOfficer(ApplyingAs applyingAs) => request.Caller switch
    {
        Caller.Staff officer when !officer.Roles.Contains(Roles.Village) => throw new ProblemException(ReliefFormErrors.NotByStaff),
        Caller.Staff officer when applyingAs == ApplyingAs.VillageOfficer => officer,
        Caller.Staff => throw new ProblemException(new Problem(ReliefFormErrors.ApplyingAsAccount, "applyingAs")),
        _ when applyingAs == ApplyingAs.VillageOfficer => throw new ProblemException(new Problem(ReliefFormErrors.ApplyingAsAccount, "applyingAs")),
        _ => null,
    };

    private static void SameUnit(Caller.Staff? village, UnitCode unit)
    {
        if (village is not null && village.Unit != unit)
        {
            throw new ProblemException(new Problem(PlatformErrors.AccessUnit, "residence.division"));
        }
    }

    private static Actor ActorOf(Caller.Staff? village, SubjectId applicant, UnitCode unit) =>
        village is null ? new Actor(applicant.Value, Roles.Public, unit) : new Actor(village.StaffId, Roles.Village, village.Unit);
}
