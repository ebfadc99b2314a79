using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Removes dashboards, all or none.</summary>
internal sealed class DeleteDashboards(DashboardStore dashboards) : IOperation
{
    public string Name => nameof(DeleteDashboards);

    public WireValue.Map Execute(Input input)
    {
        var names = input.Texts("DashboardNames") ?? throw ServiceError.Missing("DashboardNames");
        return dashboards.Remove(names) is { } missing
            ? throw ServiceError.DashboardNotFound(missing)
            : WireValue.Map.Empty;
    }
}
