using System.Reflection;
using System.Text;
using Boai.Functions;
using Boai.Functions.Access;
using Boai.Functions.Identity;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Tests.EndToEnd;

/// <summary>Walks the access table (handbook §2.8, §12.3): every function, called over HTTP by every role, by applicants, and by nobody.</summary>
public sealed class AccessWalkTests(BranchFixture fixture) : IClassFixture<BranchFixture>
{
    private static readonly AccessTable Table = new(AppServices.Parts.Select(part => part.Access));
    private static readonly Call[] Closed = [.. Calls().Where(call => !call.Rule.IsPublic)];
    private static readonly string[] Refusals = ["auth.missing", "auth.invalid", "access.role"];

    private BranchApp App => fixture.App;

    [Fact]
    public async Task Every_role_reaches_the_functions_of_its_rules_and_no_other()
    {
        ReliefJourney journey = await ReliefJourney.Apply(App);
        List<string> wrong = [];
        foreach (string role in StaffRoles.All)
        {
            string account = DevelopmentAccounts.All.First(known => known.Role == role).Account;
            await App.TokenOf(account);
            foreach (Call[] some in Closed.Chunk(12))
            {
                Reply[] replies = await Task.WhenAll(some.Select(call => Send(account, call, journey.Number)));
                wrong.AddRange(some.Zip(replies, (call, reply) => Judge(role, call, reply)).OfType<string>());
            }
        }

        Assert.Empty(wrong);
        Assert.True(Closed.Length > 50, $"Only {Closed.Length} functions were walked.");
    }

    [Fact]
    public async Task Without_a_token_every_function_that_is_not_public_answers_401()
    {
        ReliefJourney journey = await ReliefJourney.Apply(App);
        foreach (Call call in Closed)
        {
            Reply reply = await Send(null, call, journey.Number);
            Assert.True((reply.Status, reply.Code) == (401, "auth.missing"), $"{call.Function}: {reply.Body}");
            RefusalCheck.AssertSpeaksChinese(reply);
        }
    }

    [Fact]
    public async Task An_applicant_reaches_what_is_for_applicants_in_the_own_case_alone()
    {
        ReliefJourney own = await ReliefJourney.Apply(App);
        ReliefJourney other = await ReliefJourney.Apply(App, Support.ReliefForms.Valid(2));
        string token = await own.ApplicantToken();
        foreach (Call call in Closed)
        {
            Reply reply = await Send(token, call, own.Number);
            Assert.True(call.Rule.ForApplicant ? !IsRefusalOfCaller(reply) : (reply.Status, reply.Code) == (403, "access.role"), $"{call.Function}: {reply.Status} {reply.Body}");
            if (call.Rule is { ForApplicant: true, OnCase: true })
            {
                (await Send(token, call, other.Number)).Refused(403, "access.case");
            }
        }
    }

    [Fact]
    public async Task Staff_of_another_district_reach_no_case_of_this_one()
    {
        ReliefJourney journey = await ReliefJourney.Apply(App);
        foreach (Call call in Closed.Where(call => call.Rule.OnCase))
        {
            foreach (string account in call.Rule.Roles.Select(role => DevelopmentAccounts.All.FirstOrDefault(known => known.Role == role && known.Unit == UnitCode.Parse("500101"))?.Account).OfType<string>())
            {
                Reply reply = await Send(account, call, journey.Number);
                Assert.True((reply.Status, reply.Code) == (403, "access.unit"), $"{call.Function} by {account}: {reply.Status} {reply.Body}");
            }
        }
    }

    private static string? Judge(string role, Call call, Reply reply)
    {
        bool allowed = call.Rule.Roles.Contains(role);
        bool right = allowed ? !IsRefusalOfCaller(reply) && reply.Status != 500 : (reply.Status, reply.Code) == (403, "access.role");
        return right ? null : $"{role} {(allowed ? "may" : "may not")} call {call.Function}: {reply.Status} {reply.Body}";
    }

    private static bool IsRefusalOfCaller(Reply reply) => reply.Status is 401 or 403 && Refusals.Contains(reply.Code);

    // The body is none that a form could be: whoever may call gets no further than that, and the cases stay as they are.
    private Task<Reply> Send(string? who, Call call, string number)
    {
        string route = string.Join('/', call.Route.Split('/').Select(part => Value(part, number)));
        return call.IsPost ? App.PostRaw(who, route, Encoding.UTF8.GetBytes("{"), "application/json") : App.Get(who, route, "audit");
    }

    private static string Value(string part, string number) => part switch
    {
        "{caseNumber}" => number,
        "{documentId}" => "doc_none",
        "{seq:int}" => "1",
        "{letter}" => "acceptance",
        "{batchId}" => "PB-500103-000000000000",
        "{fundId}" => ReliefJourney.Fund,
        "{paymentId}" => number + "-P1",
        "{day}" => "2026-03-02",
        "{messageId}" => "00000000-0000-4000-8000-000000000000",
        "{digest}" => new string('0', 64),
        "{code}" => "CQ-H-01",
        "{act}" => "none",
        "{unit}" => "500103",
        "{care}" => "condolence",
        "{requestId}" => "crq_none",
        "{number}" => "JX-2026-0000014",
        "{partnerId}" => "cq-none",
        "{eventId}" => "figures-2025-v1",
        "{year:int}" => "2020",
        "{month:int}" => "1",
        "{metric}" => "LIFE.BODY",
        "{correction:int}" => "1",
        "{staffId}" => "cq-coordinator-9",
        _ when part.StartsWith('{') => throw new NotSupportedException($"The walk knows no value for {part}: add one."),
        _ => part,
    };

    private static IEnumerable<Call> Calls() =>
        from type in typeof(Composition).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select new Call(function.Name, trigger.Route!, trigger.Methods!.Contains("post"), Table.Find(function.Name)!);

    private sealed record Call(string Function, string Route, bool IsPost, AccessRule Rule);
}
