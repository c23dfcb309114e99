using Boai.Workflows.Cases;

namespace Boai.Workflows.DonationIntent;

/// <summary>Kinds of documents in an entry.</summary>
public static class IntentDocuments
{
    public const string Identity = "intent.identity";
    public const string SignedForm = "intent.signed-form";
    public const string ExecutorConsent = "intent.executor-consent";
    public const string GuardianConsent = "intent.guardian-consent";
    public const string LegalOpinion = "intent.legal-opinion";
    public const string HolderStatement = "intent.holder-statement";

    public static IReadOnlyList<string> All { get; } = [Identity, SignedForm, ExecutorConsent, GuardianConsent, LegalOpinion, HolderStatement];

    public static bool HasSighted(CaseHead head, string kind)
        => head.Documents.Any(document => document.Kind == kind && document.SightedBy is not null);

    public static bool Has(CaseHead head, string? id, string kind)
        => head.Documents.Any(document => document.Id == id && document.Kind == kind);
}
