using Boai.Functions.Cases;
using Boai.Functions.OpenApi;
using Boai.Functions.Printing;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using System.Text;

namespace Boai.Functions.MemorialCare;

/// <summary>The memorial page: names of donors whose families agreed to it.</summary>
internal sealed class MemorialPageEndpoint(MemorialNames names, CaseStore cases)
{
    [Function("ReadMemorialPage")]
    public async Task<Ok<IReadOnlyList<MemorialLine>>> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/memorial")] HttpRequest http, CancellationToken cancellation) =>
        TypedResults.Ok(await names.All(cancellation));

    /// <summary>The same as a page for people.</summary>
    [Function("ShowMemorialPage")]
    [AnswersWith("text/html")]
    public async Task<ContentHttpResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/memorial/page")] HttpRequest http, CancellationToken cancellation)
    {
        A4Page page = new A4Page(CareWords.Text("page.title"), "").Paragraph(CareWords.Text("page.text"));
        page.Table(
            [CareWords.Text("page.name"), CareWords.Text("page.position")],
            (await names.All(cancellation)).Select(line => (IReadOnlyList<string>)[line.Name, line.Position ?? ""]));
        return TypedResults.Content(page.ToHtml(), "text/html", Encoding.UTF8);
    }

    /// <summary>Whatever broke off between an act and the page is put right within a day (I-50).</summary>
    [Function("RefreshMemorialPage")]
    public async Task Refresh([TimerTrigger("0 20 0 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        foreach (CaseNumber number in await names.Cases(cancellation))
        {
            if (await cases.Load<CareFacts>(number, cancellation) is { } stored)
            {
                await names.Refresh(stored, cancellation);
            }
        }
    }
}
