using Boai.Functions.HospitalMessages.Fhir;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.OrganDonation;
using Hl7.Fhir.Model;

namespace Boai.Functions.OrganDonation.Statements;

/// <summary>The counts of H10: three observations, each a whole number that a single donation can come to.</summary>
internal static class OutcomeReader
{
    private static readonly string[] Codes = ["transplanted", ForbiddenContents.RecipientCount, "discarded"];

    /// <summary>What was read, for the one store that keeps it.</summary>
    internal sealed record OutcomeRead(int Transplanted, int Persons, int Discarded);

    /// <returns>Null when the message is no H10, or not a whole one.</returns>
    public static OutcomeRead? Read(HospitalMessage message)
    {
        int?[] counts = [.. Codes.Select(code => Count(message, code))];
        return message.Event == HospitalEvent.H10 && counts.All(count => count is not null)
            ? new OutcomeRead(counts[0]!.Value, counts[1]!.Value, counts[2]!.Value)
            : null;
    }

    /// <returns>Whether all counts are there; else what is wrong is in <paramref name="issues"/>.</returns>
    public static bool Check(HospitalMessage message, List<MessageIssue> issues)
    {
        foreach (string code in Codes.Where(code => Count(message, code) is null))
        {
            string place = $"Bundle.entry.resource.ofType(Observation).where(code.coding.code='{code}')";
            issues.Add(Find(message, code) is null ? new MessageIssue(FhirProblems.Missing, place) : new MessageIssue(FhirProblems.Value, place + ".value.ofType(integer)"));
        }

        return issues is [];
    }

    private static int? Count(HospitalMessage message, string code) =>
        Find(message, code) is { Value: Integer { Value: { } count } } && count >= 0 && count <= OrganLaw.Items.Count ? count : null;

    private static Observation? Find(HospitalMessage message, string code) => message.Of<Observation>().Select(found => found.Resource)
        .FirstOrDefault(one => DonorTerms.CodeOf([one.Code], FhirTerms.Services) == code);
}
