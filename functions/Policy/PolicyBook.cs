using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Policy;

/// <summary>All policy packs in use: the shipped one, and the branch's own values laid over it.</summary>
/// <remarks>
/// Setting <c>Boai:PolicyOverrides</c>: paths of override documents separated by <c>;</c>, oldest first. A file stays in the list while
/// cases run under it; the last one is today's.
/// </remarks>
public sealed class PolicyBook
{
    private readonly PolicyPack[] _packs;

    /// <exception cref="FormatException">An override document is wrong; the message names the setting.</exception>
    public PolicyBook(IConfiguration configuration)
    {
        string[] files = (configuration["Boai:PolicyOverrides"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _packs = [PolicyPack.Default, .. files.Select(file => PolicyPack.Default.With(PolicyDocument.Parse(File.ReadAllText(file))))];
    }

    /// <summary>What a case that starts now runs under.</summary>
    public PolicyPack Today => _packs[^1];

    public PolicyStamp StampFor(DateTimeOffset at) => new(Today.Version, ChinaCalendar.DateOf(at));

    /// <summary>The policy of a case that starts now.</summary>
    public CasePolicy ForCaseOpenedAt(DateTimeOffset at) => new(StampFor(at), _packs);

    public CasePolicy For(CaseHead head) => new(new PolicyStamp(head.PolicyVersion, ChinaCalendar.DateOf(head.OpenedAt)), _packs);
}
