using Boai.Functions.Access;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.DonationIntent;

/// <summary>Takes one act on an entry: decides, settles what it calls for, answers.</summary>
internal sealed class IntentActs(CurrentRequest request, CaseDecisions decisions, IntentSettlement settlement, IntentRegisterDesk register)
{
    private const int LongestNote = 2_000;

    public StoredCase<IntentFacts> Case => request.Case.As<IntentFacts>();

    /// <summary>How the holder's word came: by login when the holder is the caller, whatever the form says.</summary>
    public HolderVoice Voice(VoiceMeans means, string? evidenceId) => request.Caller is Identity.Caller.Staff ? new HolderVoice(means, evidenceId) : HolderVoice.ByLogin;

    /// <summary>Whether the negative register holds a refusal of the entry's person, at this moment.</summary>
    public async Task<bool> RefusedElsewhere(CancellationToken cancellation) =>
        await register.Ask(request.Case.Applicant, IntentGroup.Organs, cancellation) == RegisteredWill.Refused;

    /// <param name="version">The version that the person saw; null for acts that depend on none.</param>
    public async Task<Ok<IntentActDone>> Take(IntentCommand command, int? version, string? note, DurableTaskClient client, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        string text = TextRules.Check(note, "note", LongestNote, errors, required: false, lines: true);
        errors.ThrowIfAny();
        Decided decided = await decisions.Decide<IntentFacts>(
            request, (file, deciding) => IntentProcess.Apply(file, command, deciding), version, text, cancellation);
        await settlement.Settle(decided.Number, client, cancellation);
        IntentState state = Enum.Parse<IntentState>(decided.State);
        return TypedResults.Ok(new IntentActDone(decided.Number.Value, decided.Version, state, IntentWords.Of(state)));
    }

    /// <summary>Whether the rules would take an act now.</summary>
    public bool WouldTake(IntentCommand command, int? version) => decisions.Try(
        request, Case, (file, deciding) => IntentProcess.Apply(file, command, deciding), version, note: null) is CaseOutcome<IntentFacts>.Accepted;
}
