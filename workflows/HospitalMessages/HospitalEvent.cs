using System.Collections.Frozen;
using System.Text.Json.Serialization;
using static Boai.Workflows.HospitalMessages.HospitalRole;

namespace Boai.Workflows.HospitalMessages;

/// <summary>Events that hospitals and their like send (handbook §11.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HospitalEvent>))]
public enum HospitalEvent
{
    /// <summary>潜在捐献者通报.</summary>
    H01 = 1,

    /// <summary>亲属书面同意.</summary>
    H02,

    /// <summary>死亡判定.</summary>
    H03,

    /// <summary>伦理审查意见.</summary>
    H04,

    /// <summary>获取前通知.</summary>
    H05,

    /// <summary>获取开始.</summary>
    H06,

    /// <summary>获取完成.</summary>
    H07,

    /// <summary>终止.</summary>
    H08,

    /// <summary>恢复与移交.</summary>
    H09,

    /// <summary>结果备案.</summary>
    H10,

    /// <summary>角膜/组织获取.</summary>
    H11,

    /// <summary>遗体接收.</summary>
    H12,

    /// <summary>造血干细胞捐献者体检.</summary>
    H13,

    /// <summary>动员剂.</summary>
    H14,

    /// <summary>采集.</summary>
    H15,

    /// <summary>不良事件.</summary>
    H16,

    /// <summary>随访.</summary>
    H17,

    /// <summary>患儿诊断证明.</summary>
    H18,

    /// <summary>手术完成与费用.</summary>
    H19,

    /// <summary>急救欠费申报.</summary>
    H20,

    /// <summary>身份或付费方查明.</summary>
    H21,

    /// <summary>批量伤员需求.</summary>
    H22,

    /// <summary>AED 使用结局.</summary>
    H23,
}

/// <summary>What a sender is registered as.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HospitalRole>))]
public enum HospitalRole
{
    /// <summary>从事遗体器官获取的医疗机构.</summary>
    OpoHospital,

    /// <summary>眼库.</summary>
    EyeBank,

    /// <summary>遗体接受单位.</summary>
    ReceivingUnit,

    /// <summary>采集医院.</summary>
    CollectionHospital,

    /// <summary>大病儿童定点医院.</summary>
    DesignatedHospital,

    /// <summary>医院.</summary>
    Hospital,

    /// <summary>120.</summary>
    EmergencyCentre,
}

/// <summary>An event's rules.</summary>
/// <param name="Senders">Roles that may send it (handbook §11.3 rule 6).</param>
/// <param name="Process">The process that takes it, of handbook §3.</param>
/// <param name="IsOrganEvent">Whether everything in it must be about one donor and nobody else.</param>
/// <param name="IsHandled">Others are accepted, stored and parked, visible to the duty desk.</param>
public sealed record HospitalEventRules(
    HospitalEvent Event, IReadOnlyList<HospitalRole> Senders, string Process, bool IsOrganEvent, bool IsHandled);

/// <summary>The table of handbook §11.1.</summary>
public static class HospitalEvents
{
    private static readonly FrozenDictionary<HospitalEvent, HospitalEventRules> Table = Rows().ToFrozenDictionary(row => row.Event);

    public static HospitalEventRules RulesOf(HospitalEvent happened) => Table[happened];

    /// <summary>Reads a code.</summary>
    /// <returns>Null for a code that is none of these.</returns>
    public static HospitalEvent? Parse(string? code)
        => code is { Length: 3 } && Enum.TryParse(code, out HospitalEvent happened) && Enum.IsDefined(happened) && happened.ToString() == code
            ? happened
            : null;

    private static IEnumerable<HospitalEventRules> Rows()
    {
        // Only OPO hospitals: H01 to H10. A determination of death by another house comes through them.
        for (HospitalEvent organ = HospitalEvent.H01; organ <= HospitalEvent.H10; organ++)
        {
            yield return new(organ, [OpoHospital], "LIFE-02", IsOrganEvent: true, IsHandled: true);
        }

        yield return new(HospitalEvent.H11, [EyeBank], "LIFE-04", IsOrganEvent: true, IsHandled: true);
        yield return new(HospitalEvent.H12, [ReceivingUnit], "LIFE-03", IsOrganEvent: true, IsHandled: true);
        for (HospitalEvent cells = HospitalEvent.H13; cells <= HospitalEvent.H17; cells++)
        {
            yield return new(cells, [CollectionHospital], "LIFE-06", IsOrganEvent: false, IsHandled: false);
        }

        yield return new(HospitalEvent.H18, [DesignatedHospital], "REL-03", IsOrganEvent: false, IsHandled: false);
        yield return new(HospitalEvent.H19, [DesignatedHospital], "REL-03", IsOrganEvent: false, IsHandled: false);
        yield return new(HospitalEvent.H20, [Hospital], "REL-04", IsOrganEvent: false, IsHandled: false);
        yield return new(HospitalEvent.H21, [Hospital], "REL-04", IsOrganEvent: false, IsHandled: false);
        yield return new(HospitalEvent.H22, [Hospital, EmergencyCentre], "PREP-01", IsOrganEvent: false, IsHandled: true);
        yield return new(HospitalEvent.H23, [Hospital, EmergencyCentre], "TRN-07", IsOrganEvent: false, IsHandled: false);
    }
}
