using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>
/// The policy pack (政策参数包): every threshold, deadline and ratio with its unit, its days in force, its source and its approver.
/// Immutable; a branch's own values are laid over the shipped ones with <see cref="With"/>, which gives a new pack with a new version.
/// </summary>
/// <remarks>Handbook §0.1 and §22. What is published under a version never changes: other values are another version.</remarks>
public sealed class PolicyPack
{
    private readonly FrozenDictionary<string, PolicySetting> settings;

    private PolicyPack(string version, IEnumerable<PolicySetting> settings)
    {
        Version = version;
        this.settings = settings.ToFrozenDictionary(setting => setting.Key, StringComparer.Ordinal);
    }

    /// <summary>The pack that ships with this build.</summary>
    public static PolicyPack Default { get; } = Create(EmbeddedLaw.Read<PolicyDocument>("policy"));

    /// <summary>What a case stores to find its pack again.</summary>
    public string Version { get; }

    /// <summary>Every setting, in order of the key.</summary>
    public IEnumerable<PolicySetting> Settings => settings.Values.OrderBy(setting => setting.Key, StringComparer.Ordinal);

    /// <summary>Reads a pack from JSON of the form of <c>policy.law.json</c>.</summary>
    /// <exception cref="FormatException">The text is no such document, or a setting in it is wrong; the message names it.</exception>
    public static PolicyPack Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) => Create(PolicyDocument.Parse(json));

    /// <summary>Checks a document and makes it a pack.</summary>
    /// <exception cref="FormatException">A setting is wrong; the message names it.</exception>
    public static PolicyPack Create(PolicyDocument document)
    {
        PolicyChecks.Check(document);
        return new PolicyPack(document.Version, document.Settings.Select(PolicyChecks.InOrder));
    }

    /// <summary>Lays a branch's own values over this pack: each holds from its first day to its last, and the old ones around it.</summary>
    /// <param name="overrides">Settings of this pack's keys and units. Each value names its approver.</param>
    /// <returns>A pack whose version is this one's, <c>+</c>, and the overrides'.</returns>
    /// <exception cref="FormatException">A key is unknown, a unit differs, a value has no approver or is malformed.</exception>
    public PolicyPack With(PolicyDocument overrides)
    {
        PolicyChecks.Check(overrides);
        Dictionary<string, PolicySetting> merged = new(settings, StringComparer.Ordinal);
        foreach (PolicySetting change in overrides.Settings)
        {
            merged[change.Key] = PolicyOverlay.Apply(Known(change), change);
        }

        return new PolicyPack($"{Version}+{overrides.Version}", merged.Values);
    }

    /// <summary>Whether the pack has the key.</summary>
    public bool Contains(string key) => settings.ContainsKey(key);

    /// <summary>A setting with its whole history.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public PolicySetting Setting(string key)
        => settings.GetValueOrDefault(key)
            ?? throw new KeyNotFoundException($"Policy pack {Version} has no setting {key}.");

    private PolicySetting Known(PolicySetting change)
        => settings.TryGetValue(change.Key, out PolicySetting? known)
            ? known
            : throw new FormatException($"Policy override {change.Key}: no such setting in pack {Version}.");
}
