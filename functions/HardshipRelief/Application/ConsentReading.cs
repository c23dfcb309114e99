using Boai.Functions.Forms;
using Boai.Workflows.HardshipRelief;

namespace Boai.Functions.HardshipRelief.Application;

/// <summary>Reads the consent blocks of a form (handbook §2.6): each once, each to the text of today.</summary>
internal static class ConsentReading
{
    /// <returns>The codes given, in order.</returns>
    public static string[] Read(IReadOnlyList<ConsentPart> consents, FieldErrors errors)
    {
        HashSet<string> given = new(StringComparer.Ordinal);
        for (int place = 0; place < consents.Count; place++)
        {
            ConsentPart consent = consents[place];
            if (!ReliefConsents.All.Contains(consent.Code))
            {
                errors.Add($"consents[{place}].code", ReliefFormErrors.ConsentUnknown);
            }
            else if (!given.Add(consent.Code))
            {
                errors.Add($"consents[{place}].code", ReliefFormErrors.ConsentTwice);
            }

            if (consent.TextVersion != ApplicationForm.CurrentVersion)
            {
                errors.Add($"consents[{place}].textVersion", ReliefFormErrors.ConsentVersion, ("current", ApplicationForm.CurrentVersion));
            }
        }

        return [.. given.Order(StringComparer.Ordinal)];
    }

    /// <summary>The codes given in a supplement.</summary>
    /// <exception cref="Errors.ProblemException">One is unknown, doubled, or given to an old text.</exception>
    public static string[] Given(IReadOnlyList<ConsentPart> consents)
    {
        FieldErrors errors = new();
        string[] given = Read(consents, errors);
        errors.ThrowIfAny();
        return given;
    }
}
