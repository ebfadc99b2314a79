using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class EnhancedMetrics
{
    public List<string> ShardLevelMetrics { get; set; }

    internal static EnhancedMetrics Read(JsonElement json) => new()
    {
        ShardLevelMetrics = json.List("ShardLevelMetrics", JsonReading.AsString),
    };
}
