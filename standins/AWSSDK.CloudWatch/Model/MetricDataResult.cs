using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class MetricDataResult
{
    public string Id { get; set; }

    public string Label { get; set; }

    public List<MessageData> Messages { get; set; }

    public StatusCode StatusCode { get; set; }

    public List<DateTime> Timestamps { get; set; }

    /// <summary>One for each of the timestamps.</summary>
    public List<double> Values { get; set; }

    internal static MetricDataResult Read(JsonElement json) => new()
    {
        Id = json.String("Id"),
        Label = json.String("Label"),
        Messages = json.List("Messages", MessageData.Read),
        StatusCode = json.String("StatusCode"),
        Timestamps = json.List("Timestamps", JsonReading.AsTimestamp),
        Values = json.List("Values", JsonReading.AsDouble),
    };
}

public partial class MessageData
{
    public string Code { get; set; }

    public string Value { get; set; }

    internal static MessageData Read(JsonElement json) => new()
    {
        Code = json.String("Code"),
        Value = json.String("Value"),
    };
}
