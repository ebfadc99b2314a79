using System.Text;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Lists the dashboards whose names begin with a prefix, 1,000 per page.</summary>
internal sealed class ListDashboards(DashboardStore dashboards, string account) : IOperation
{
    private const int PageSize = 1000;

    public string Name => nameof(ListDashboards);

    public WireValue.Map Execute(Input input)
    {
        var after = input.Text("NextToken") is { } token ? PageToken.Read(token, Name) : "";
        var found = dashboards.List(input.Text("DashboardNamePrefix") ?? "")
            .Where(dashboard => string.CompareOrdinal(dashboard.Name, after) > 0)
            .ToList();
        return WireValue.Map.Of(
            ("DashboardEntries", WireValue.ListOf(found.Take(PageSize).Select(Entry))),
            ("NextToken", found.Count > PageSize ? PageToken.Write(found[PageSize - 1].Name, Name) : null));
    }

    private WireValue Entry(Dashboard dashboard) => WireValue.Map.Of(
        ("DashboardArn", DashboardName.Arn(account, dashboard.Name)),
        ("DashboardName", dashboard.Name),
        ("LastModified", dashboard.LastModified),
        ("Size", (long)Encoding.UTF8.GetByteCount(dashboard.Body)));
}
