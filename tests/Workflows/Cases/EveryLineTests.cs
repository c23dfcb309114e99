using System.Reflection;
using System.Runtime.CompilerServices;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Cases;

/// <summary>I-07: every act by every role in every state is possible where the table has a line, and is refused for state or role everywhere else.</summary>
public sealed class EveryLineTests
{
    private static readonly string[] AllRoles =
        [.. typeof(Roles).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly CasePolicy Policy = new(new PolicyStamp(PolicyPack.Default.Version, new DateOnly(2026, 3, 2)), [PolicyPack.Default]);

    [Fact]
    public void Of_a_donation_of_organs() => Walk<OrganState, OrganCommand, OrganFacts>(
        OrganProcess.Business, new OrganFacts { Donor = new DonorProfile("CQ-D-2026-0001", IdentityKnown: true), ProcuringHospital = "hospital" },
        (act, state) => OrganTransitions.Find(act, state)?.Roles, OrganProcess.Apply, command => new OrganCommand.Shell(command));

    [Fact]
    public void Of_a_donation_of_a_body() => Walk<BodyState, BodyCommand, BodyFacts>(
        BodyProcess.Business, new BodyFacts(NoticeBy.Executor, Now, Now.AddHours(-1), "500103"),
        (act, state) => BodyTransitions.Find(act, state)?.Roles, BodyProcess.Apply, command => new BodyCommand.Shell(command));

    [Fact]
    public void Of_a_donation_of_corneas() => Walk<CorneaState, CorneaCommand, CorneaFacts>(
        CorneaProcess.Business, new CorneaFacts(TissueNoticeBy.Executor, Now, Now.AddHours(-1), "500103", ["cornea-l"]),
        (act, state) => CorneaTransitions.Find(act, state)?.Roles, CorneaProcess.Apply, command => new CorneaCommand.Shell(command));

    private static void Walk<TState, TCommand, TFacts>(
        BusinessCode business, TFacts facts, Func<string, TState, IReadOnlyList<string>?> line,
        Func<CaseFile<TFacts>, TCommand, Deciding, CaseOutcome<TFacts>> apply, Func<CaseCommand, TCommand> shell)
        where TState : struct, Enum
    {
        (string Name, TCommand Command)[] acts =
        [
            .. typeof(TCommand).GetNestedTypes().Where(type => type.Name != "Shell" && type.IsSubclassOf(typeof(TCommand)))
                .Select(type => (type.Name, (TCommand)RuntimeHelpers.GetUninitializedObject(type))),
            .. typeof(CaseCommand).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CaseCommand)))
                .Select(type => (type.Name, shell((CaseCommand)RuntimeHelpers.GetUninitializedObject(type)))),
        ];
        int possible = 0, refused = 0;
        foreach (TState state in Enum.GetValues<TState>())
        {
            CaseFile<TFacts> file = new(Head(business, state.ToString()), facts);
            foreach ((string name, TCommand command) in acts)
            {
                foreach (string role in AllRoles)
                {
                    IReadOnlyList<string>? roles = line(name, state);
                    if (roles?.Contains(role, StringComparer.Ordinal) == true)
                    {
                        possible++;
                        continue; // what the act's own rules say then is others' to test
                    }

                    CaseOutcome<TFacts> outcome = apply(file, command, new Deciding(new Actor("somebody", role, UnitCode.City), Now, Policy, WorkCalendar.China));
                    string expected = roles is null ? CaseProblems.State : CaseProblems.Role;
                    Assert.True(
                        outcome is CaseOutcome<TFacts>.Refused { Problem.Code: var code } && code == expected, $"{name} by {role} in {state}: {outcome}, not {expected}");
                    refused++;
                }
            }
        }

        Assert.True(possible > 50 && refused > 1000, $"{possible} possible, {refused} refused");
    }

    private static CaseHead Head(BusinessCode business, string state) => new()
    {
        Number = CaseNumber.Create(business, UnitCode.Parse("500103"), 2026, 1),
        Programme = business.Process,
        State = state,
        Owner = UnitCode.Parse("500103"),
        Version = 1,
        PolicyVersion = PolicyPack.Default.Version,
        OpenedAt = Now,
        StateSince = Now,
        StateVersion = 1,
    };
}
