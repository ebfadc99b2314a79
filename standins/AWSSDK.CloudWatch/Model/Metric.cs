using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class Metric
{
    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

    public string Namespace { get; set; }

    internal static void Write(Utf8JsonWriter json, Metric value)
    {
        json.Member("Dimensions", value.Dimensions, Dimension.Write);
        json.Member("MetricName", value.MetricName);
        json.Member("Namespace", value.Namespace);
    }
}

public partial class Dimension
{
    public string Name { get; set; }

    public string Value { get; set; }

    internal static void Write(Utf8JsonWriter json, Dimension value)
    {
        json.Member("Name", value.Name);
        json.Member("Value", value.Value);
    }
}
