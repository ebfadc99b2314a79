using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Returns the body of a dashboard exactly as it was put.</summary>
internal sealed class GetDashboard(DashboardStore dashboards, string account) : IOperation
{
    public string Name => nameof(GetDashboard);

    public WireValue.Map Execute(Input input)
    {
        var name = DashboardName.Required(input);
        var dashboard = dashboards.Find(name) ?? throw ServiceError.DashboardNotFound(name);
        return WireValue.Map.Of(
            ("DashboardArn", DashboardName.Arn(account, name)),
            ("DashboardBody", dashboard.Body),
            ("DashboardName", name));
    }
}
