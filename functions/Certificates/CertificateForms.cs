using Boai.Functions.Forms;
using Boai.Workflows.Certificates;
using Boai.Workflows.Shared;

namespace Boai.Functions.Certificates;

/// <summary>A certificate to be prepared. Names exactly as the family has proof-read them: every code point is kept.</summary>
/// <param name="HolderName">Who receives it.</param>
/// <param name="HolderIdType">Code of handbook §2.1, e.g. <c>RIC</c>.</param>
/// <param name="Kinship">What the holder is to the donor, as read from the original.</param>
/// <param name="ProofReference">Number or issuer of the original; sealed.</param>
/// <param name="HolderIdIssuedBy">ISO 3166 alpha-3; for passports only.</param>
/// <param name="Replaces">Number of the certificate that this one replaces.</param>
public sealed record CertificateForm(
    CertificateKind Kind, string DonorName, string HolderName, string HolderIdType, string HolderIdNumber, Kinship Kinship, KinshipProof Proof,
    string ProofReference, string? HolderIdIssuedBy = null, string? Replaces = null)
{
    public override string ToString() => nameof(CertificateForm);
}

/// <summary>The second person's own reading of the original.</summary>
public sealed record CertificateIssueForm(Kinship Kinship);

/// <summary>Why something was not issued, or is valid no more.</summary>
/// <param name="Cause">A code, e.g. <c>wrong-name</c>.</param>
public sealed record CertificateCauseForm(string Cause);

/// <summary>Who is named on a certificate; sealed under the donor's key.</summary>
public sealed record CertificatePersons(string DonorName, string HolderName, string HolderIdType, string HolderIdNumber, string ProofReference)
{
    private const int LongestReference = 100;

    /// <summary>Reads a form.</summary>
    /// <param name="on">The Beijing day.</param>
    /// <exception cref="Errors.ProblemException">Something is wrong with it.</exception>
    public static CertificatePersons Read(CertificateForm form, DateOnly on)
    {
        FieldErrors errors = new();
        string donor = Name(form.DonorName, "donorName", errors);
        string holder = Name(form.HolderName, "holderName", errors);
        string reference = TextRules.Check(form.ProofReference, "proofReference", LongestReference, errors);
        string number = "";
        if (PersonIdKinds.FromCode(form.HolderIdType) is not { } kind || kind == PersonIdKind.Unknown)
        {
            errors.Add("holderIdType", InputFault.PersonIdKindUnknown);
        }
        else if (!PersonId.TryParse(kind, form.HolderIdNumber, form.HolderIdIssuedBy, on, out PersonId? id, out InputFault fault))
        {
            errors.Add("holderIdNumber", fault);
        }
        else
        {
            number = id.Reveal();
        }

        errors.ThrowIfAny();
        return new CertificatePersons(donor, holder, form.HolderIdType, number, reference);
    }

    public override string ToString() => nameof(CertificatePersons);

    private static string Name(string text, string field, FieldErrors errors)
    {
        if (ExactName.TryParse(text, out ExactName? name, out InputFault fault))
        {
            return name.Reveal();
        }

        errors.Add(field, fault);
        return "";
    }
}
