using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.BodyDonation;

namespace Boai.Functions.BodyDonation;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class BodyErrors
{
    public static ErrorSource Source { get; } = new(
    [
        new(BodyProblems.Barred, 409), new(BodyProblems.NoIntent, 422), new(BodyProblems.PaperMissing, 422), new(BodyProblems.Forensic, 422),
        new(BodyProblems.NotAfterOrgans, 422), new(BodyProblems.UnitSent, 409), new(BodyProblems.Time, 422), new(BodyProblems.PapersUnshown, 422),
        new(BodyProblems.HandoverIncomplete, 422), new(BodyProblems.AshesUnchosen, 409), new(BodyProblems.OtherUnit, 403), new(BodyProblems.DoneAlready, 409),
        new(BodyProblems.AuthorityUntold, 409), new(BodyProblems.ReportMissing, 409), new(BodyProblems.DocumentKind, 422),
    ], new ResourceManager("Boai.Functions.BodyDonation.BodyTexts", typeof(BodyErrors).Assembly));
}
