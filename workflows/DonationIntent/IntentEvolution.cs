using System.Diagnostics;
using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentFact;

namespace Boai.Workflows.DonationIntent;

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class IntentEvolution
{
    private static readonly StatementKind[] OfTheForm = [StatementKind.Effective, StatementKind.Changed];

    public static IntentFacts Evolve(IntentFacts facts, IntentFact fact, CaseEvent happened) => fact switch
    {
        FormChecked it => facts with { Check = it.Check },
        IntentEffective it => Said(facts, happened, StatementKind.Effective, it.Groups) with { Card = it.Card },
        IntentChanged it => Said(facts, happened, StatementKind.Changed, it.Form.Scopes.Groups, it.DroppedUnstated) with
        {
            Form = it.Form, Card = it.Card, LastVoice = it.Voice,
        },
        IntentWithdrawn it => Said(facts, happened, it.Unstated ? StatementKind.WithdrawnUnstated : StatementKind.Withdrawn, []) with
        {
            Card = null, LastVoice = it.Voice,
        },
        RegistrationOnlyStated it => Said(facts, happened, StatementKind.Withdrawn, []) with { LastVoice = it.Voice },
        DonationRefused it => Said(facts, happened, StatementKind.Refused, []) with { Card = null, LastVoice = it.Voice },
        RefusalLifted it => Said(facts, happened, StatementKind.RefusalLifted, []) with { LastVoice = it.Voice },
        IntentExecuted it => Said(facts, happened, StatementKind.Executed, it.Groups) with { Donations = [.. facts.Donations, it.Donation] },
        IntentLapsed => Said(facts, happened, StatementKind.Lapsed, []),
        IntentRevived it => Said(facts, happened, StatementKind.Effective, it.Groups),
        ExportRecorded it => facts with { NationalNumber = it.NationalNumber },
        DataConsentWithdrawn it => facts with { Form = WithoutConsent(facts.Form!, it.ConsentId, happened.At) },
        FormErased => facts with
        {
            Form = null, FiledBy = null, Check = null, Card = null,
            Statements = [.. facts.Statements.Where(said => !OfTheForm.Contains(said.Kind))],
        },
        ReviewCalledFor or RegistrationDeclined or FormTakenBack => facts,
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };

    private static IntentFacts Said(
        IntentFacts facts, CaseEvent happened, StatementKind kind, IReadOnlyList<IntentGroup> groups, bool droppedUnstated = false)
        => facts with { Statements = [.. facts.Statements, new IntentStatement(happened.At, kind, groups, droppedUnstated)] };

    private static IntentForm WithoutConsent(IntentForm form, string consentId, DateTimeOffset at) => form with
    {
        Consents = [.. form.Consents.Select(consent => consent.Id == consentId ? consent with { WithdrawnAt = at } : consent)],
    };
}
