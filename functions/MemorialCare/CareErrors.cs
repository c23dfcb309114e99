using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.MemorialCare;

namespace Boai.Functions.MemorialCare;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class CareErrors
{
    public static ErrorSource Source { get; } = new(
    [
        new(CareProblems.NotOpen, 409), new(CareProblems.DocumentKind, 422), new(CareProblems.ConsentMissing, 422), new(CareProblems.ProofMissing, 422),
        new(CareProblems.NothingAgreed, 422), new(CareProblems.NoName, 409), new(CareProblems.NameDiffers, 422), new(CareProblems.NotProofRead, 409),
        new(CareProblems.EngravingNotAgreed, 409), new(CareProblems.Position, 422), new(CareProblems.NotEngraved, 409),
    ], new ResourceManager("Boai.Functions.MemorialCare.CareTexts", typeof(CareErrors).Assembly));
}
