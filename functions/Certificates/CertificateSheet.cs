using Boai.Functions.Printing;
using Boai.Workflows.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Certificates;

/// <summary>Words a certificate: persons and donor's pseudonym, never an organ, a recipient or an outcome (I-14).</summary>
internal sealed class CertificateSheet(IConfiguration configuration)
{
    /// <summary>Where the QR code leads: the setting, else where Azure serves the app, else where the request came in.</summary>
    private Uri Address(HttpRequest http) => PublicAddress.Of(configuration) ?? new Uri($"{http.Scheme}://{http.Host}");

    /// <param name="pseudonym">Of the donor, e.g. <c>CQ-D-2026-0173</c>.</param>
    /// <param name="code">The verification code.</param>
    public PdfCertificate Of(CertificateNumber number, string code, CertificatePersons persons, Kinship kinship, string pseudonym, DateOnly on, HttpRequest http)
    {
        string kind = number.Kind.ToString();
        ReadOnlySpan<(string, string)> values =
        [
            ("donor", persons.DonorName), ("pseudonym", pseudonym), ("holder", persons.HolderName), ("kinship", CertificateWords.Of(kinship)),
            ("idNumber", persons.HolderIdNumber),
        ];
        return new PdfCertificate(
            CertificateWords.Of(number.Kind), CertificateWords.Text("number", ("number", number.Value)),
            CertificateWords.Text($"text.{kind}", values).Split('\n'),
            CertificateWords.Text($"basis.{kind}"), CertificateWords.Text("issuer"), Day(on),
            new Uri(Address(http), $"/api/public/certificates/{number.Value}/{code}/page").ToString(),
            [CertificateWords.Text("verify"), CertificateWords.Text("number", ("number", number.Value)), CertificateWords.Text("code", ("code", InGroups(code)))]);
    }

    private static string InGroups(string code) => string.Join(' ', code.Chunk(4).Select(group => new string(group)));

    /// <summary>A day in Chinese numerals, as on documents: 二〇二六年十一月二十六日.</summary>
    internal static string Day(DateOnly on)
    {
        const string Digits = "〇一二三四五六七八九";
        string year = string.Concat(on.Year.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => Digits[digit - '0']));
        return $"{year}年{Small(on.Month)}月{Small(on.Day)}日";

        static string Small(int number)
        {
            string tens = number < 10 ? "" : number < 20 ? "十" : $"{Digits[number / 10]}十";
            return tens + (number % 10 == 0 ? "" : Digits[number % 10].ToString());
        }
    }
}
