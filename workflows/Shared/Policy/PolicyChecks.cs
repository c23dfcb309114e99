using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>Refuses a policy document with a wrong setting when it is loaded, so that no case meets the mistake later.</summary>
internal static class PolicyChecks
{
    public static void Check(PolicyDocument document)
    {
        if (string.IsNullOrWhiteSpace(document.Version))
        {
            throw new FormatException("A policy document needs a version.");
        }

        string? twice = document.Settings.CountBy(setting => setting.Key).FirstOrDefault(count => count.Value > 1).Key;
        if (twice is not null)
        {
            throw Wrong(twice, "stands there twice");
        }

        foreach (PolicySetting setting in document.Settings)
        {
            CheckSetting(setting);
        }
    }

    public static PolicySetting InOrder(PolicySetting setting)
        => setting with { Values = [.. setting.Values.OrderBy(value => value.From)] };

    public static FormatException Wrong(string key, string what) => new($"Policy setting {key}: {what}.");

    private static void CheckSetting(PolicySetting setting)
    {
        if (setting.Values is [])
        {
            throw Wrong(setting.Key, "has no value");
        }

        foreach (PolicyValue value in setting.Values)
        {
            if (value.To < value.From)
            {
                throw Wrong(setting.Key, $"the value from {value.From:yyyy-MM-dd} ends before it begins");
            }

            if (!PolicyReading.Fits(setting.Unit, value.Value))
            {
                throw Wrong(setting.Key, $"{value.Value.GetRawText()} is not a value of unit {setting.Unit}");
            }
        }

        PolicyValue[] ordered = [.. InOrder(setting).Values];
        for (int index = 1; index < ordered.Length; index++)
        {
            if (ordered[index - 1].IsInForceOn(ordered[index].From))
            {
                throw Wrong(setting.Key, $"two values are in force on {ordered[index].From:yyyy-MM-dd}");
            }
        }
    }
}
