using System.Text.RegularExpressions;
using Boai.Workflows.HospitalMessages;
using Hl7.Fhir.Model;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>Finds what no message may hold (handbook §11.2): a second patient, the other side, photos, tissue typing, long or identifying text.</summary>
internal static partial class ForbiddenContents
{
    /// <summary>The one code about the other side that is allowed: how many there were (H10).</summary>
    public const string RecipientCount = "recipients";

    /// <param name="longestText">Characters of free text.</param>
    public static IEnumerable<ForbiddenFinding> Find(Bundle bundle, int longestText)
    {
        int patients = 0;
        foreach ((Base element, string path) in FhirWalk.Of(bundle, "Bundle"))
        {
            if (element is Patient && ++patients > 1)
            {
                yield return new ForbiddenFinding(ForbiddenContent.SecondPatient, path);
            }

            foreach (ForbiddenContent what in In(element, longestText).Distinct())
            {
                yield return new ForbiddenFinding(what, path);
            }
        }
    }

    private static IEnumerable<ForbiddenContent> In(Base element, int longestText)
    {
        switch (element)
        {
            case Media or Binary or Patient { Photo.Count: > 0 }:
                yield return ForbiddenContent.Photo;
                break;
            case Attachment attachment when attachment.Data is not null || attachment.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true:
                yield return ForbiddenContent.Photo;
                break;
            case Narrative:
                yield return ForbiddenContent.LongText; // generated text repeats names; nothing here reads it
                break;
            case PrimitiveType { JsonValue: string text }:
                foreach (ForbiddenContent what in In(text, element, longestText))
                {
                    yield return what;
                }

                break;
        }
    }

    private static IEnumerable<ForbiddenContent> In(string text, Base element, int longestText)
    {
        if (text.Length > longestText && element is not Base64Binary)
        {
            yield return ForbiddenContent.LongText;
        }

        if (OtherSide().IsMatch(text) && !(element is Code && text == RecipientCount))
        {
            yield return ForbiddenContent.OtherSide;
        }

        if (TissueTyping().IsMatch(text))
        {
            yield return ForbiddenContent.TissueTyping;
        }
    }

    [GeneratedRegex("recipient|受者|受体|受捐|接受移植", RegexOptions.IgnoreCase)]
    private static partial Regex OtherSide();

    [GeneratedRegex(@"\bHLA\b|HLA-|组织配型|白细胞抗原", RegexOptions.IgnoreCase)]
    private static partial Regex TissueTyping();
}
