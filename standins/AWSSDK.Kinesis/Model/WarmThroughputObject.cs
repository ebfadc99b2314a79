using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class WarmThroughputObject
{
    public int? CurrentMiBps { get; set; }

    public int? TargetMiBps { get; set; }

    internal static WarmThroughputObject Read(JsonElement json) => new()
    {
        CurrentMiBps = json.Int("CurrentMiBps"),
        TargetMiBps = json.Int("TargetMiBps"),
    };
}
