namespace Boai.Workflows.DonationIntent;

/// <summary>What the holder is sent after an event (handbook §7.2a, column Notice).</summary>
public enum IntentNotice
{
    /// <summary>Nothing: also after death the family hears only when it asks.</summary>
    None,

    /// <summary>The card, electronic and on paper.</summary>
    Card,

    /// <summary>A confirmation that it is done.</summary>
    Confirmation,

    /// <summary>The reasons of a registration that was declined.</summary>
    Reasons,
}

/// <summary>Which event calls for which notice. The receipt of a form is its case number, in the answer to it.</summary>
public static class IntentNotices
{
    public static IntentNotice For(IntentFact fact) => fact switch
    {
        IntentFact.IntentEffective or IntentFact.IntentChanged or IntentFact.IntentRevived => IntentNotice.Card,
        IntentFact.IntentWithdrawn or IntentFact.RegistrationOnlyStated or IntentFact.DonationRefused or IntentFact.RefusalLifted
            or IntentFact.FormTakenBack or IntentFact.DataConsentWithdrawn => IntentNotice.Confirmation,
        IntentFact.RegistrationDeclined => IntentNotice.Reasons,
        _ => IntentNotice.None,
    };
}
