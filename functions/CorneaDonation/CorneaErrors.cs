using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.CorneaDonation;

namespace Boai.Functions.CorneaDonation;

/// <summary>Codes of refusals that this programme alone knows, with their texts.</summary>
public static class CorneaErrors
{
    public static ErrorSource Source { get; } = new(
    [
        new(CorneaProblems.Barred, 409), new(CorneaProblems.NoIntent, 422), new(CorneaProblems.PaperMissing, 422), new(CorneaProblems.Forensic, 422),
        new(CorneaProblems.Time, 422), new(CorneaProblems.Items, 422), new(CorneaProblems.OtherBank, 403), new(CorneaProblems.ResearchOnly, 422),
        new(CorneaProblems.ResultSum, 422), new(CorneaProblems.ShapeUnconfirmed, 422), new(CorneaProblems.DoneAlready, 409), new(CorneaProblems.DocumentKind, 422),
    ], new ResourceManager("Boai.Functions.CorneaDonation.CorneaTexts", typeof(CorneaErrors).Assembly));
}
