using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class StreamModeDetails
{
    public StreamMode StreamMode { get; set; }

    internal static void Write(Utf8JsonWriter json, StreamModeDetails value)
    {
        json.Member("StreamMode", value.StreamMode);
    }

    internal static StreamModeDetails Read(JsonElement json) => new()
    {
        StreamMode = json.String("StreamMode"),
    };
}
