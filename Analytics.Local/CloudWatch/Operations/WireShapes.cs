using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Structures that several responses contain.</summary>
internal static class WireShapes
{
    public static WireValue Metric(MetricId id) => WireValue.Map.Of(
        ("Namespace", id.Namespace),
        ("MetricName", id.Name),
        ("Dimensions", WireValue.ListOf(id.Dimensions.Select(dimension =>
            WireValue.Map.Of(("Name", dimension.Name), ("Value", dimension.Value))))));

    public static WireValue.List Messages(IEnumerable<BodyMessage> messages) => WireValue.ListOf(messages.Select(message =>
        WireValue.Map.Of(("DataPath", message.DataPath), ("Message", message.Message))));
}
