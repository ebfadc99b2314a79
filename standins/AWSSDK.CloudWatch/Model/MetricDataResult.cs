using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class MetricDataResult
{
    public string Id { get; set; }

    public List<DateTime> Timestamps { get; set; }

    /// <summary>One for each of the timestamps.</summary>
    public List<double> Values { get; set; }

    internal static MetricDataResult Read(JsonElement json) => new()
    {
        Id = json.String("Id"),
        Timestamps = json.List("Timestamps", JsonReading.AsTimestamp),
        Values = json.List("Values", JsonReading.AsDouble),
    };
}
