namespace Boai.Workflows.Cases;

/// <summary>Codes of the roles (角色) that act in cases; handbook §2.8 says what each may see and do.</summary>
public static class Roles
{
    /// <summary>申请人, and anybody without a staff account.</summary>
    public const string Public = "PUBLIC";

    /// <summary>村(社区)协理员.</summary>
    public const string Village = "VILLAGE";

    /// <summary>镇街红十字会.</summary>
    public const string Town = "TOWN";

    /// <summary>区县红十字会经办.</summary>
    public const string DistrictOfficer = "DIST_OFF";

    /// <summary>区县红十字会负责人.</summary>
    public const string DistrictLead = "DIST_LEAD";

    /// <summary>市级业务部门经办.</summary>
    public const string CityOfficer = "CITY_OFF";

    /// <summary>市级业务部门负责人.</summary>
    public const string CityHead = "CITY_HEAD";

    /// <summary>执委会; also the leader in charge (分管领导), who is one of its members.</summary>
    public const string Executive = "EXEC";

    /// <summary>理事.</summary>
    public const string Council = "COUNCIL";

    /// <summary>监事.</summary>
    public const string Supervisor = "SUPERVISOR";

    /// <summary>会计.</summary>
    public const string Accountant = "FIN_ACC";

    /// <summary>出纳.</summary>
    public const string Cashier = "FIN_CASH";

    /// <summary>红十字会人体器官捐献协调员.</summary>
    public const string Coordinator = "COORD";

    /// <summary>OPO 协调员/联络人, and the hospital's own system that speaks for them.</summary>
    public const string Opo = "OPO_USER";

    /// <summary>医院社工/医务.</summary>
    public const string Hospital = "HOSP_USER";

    /// <summary>遗体接受单位 / 眼库.</summary>
    public const string ReceivingUnit = "RECV_USER";

    /// <summary>值班员, 24 h.</summary>
    public const string DutyDesk = "DUTY";

    /// <summary>带班领导.</summary>
    public const string DutyLead = "DUTY_LEAD";

    /// <summary>个人信息保护负责人.</summary>
    public const string DataProtection = "DPO";

    /// <summary>内审.</summary>
    public const string Audit = "AUDIT";

    /// <summary>The system itself: timers and steps that no person takes.</summary>
    public const string System = "SYS";
}
