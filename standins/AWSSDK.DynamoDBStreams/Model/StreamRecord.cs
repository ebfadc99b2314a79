using System.Text.Json;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class StreamRecord
{
    /// <summary>Rounded down to the second.</summary>
    public DateTime? ApproximateCreationDateTime { get; set; }

    public Dictionary<string, AttributeValue> Keys { get; set; }

    /// <summary>Null for REMOVE, and where the view type leaves it out.</summary>
    public Dictionary<string, AttributeValue> NewImage { get; set; }

    /// <summary>Null for INSERT, and where the view type leaves it out.</summary>
    public Dictionary<string, AttributeValue> OldImage { get; set; }

    public string SequenceNumber { get; set; }

    public long? SizeBytes { get; set; }

    public StreamViewType StreamViewType { get; set; }

    internal static StreamRecord Read(JsonElement json) => new()
    {
        ApproximateCreationDateTime = json.Timestamp("ApproximateCreationDateTime"),
        Keys = json.Map("Keys", AttributeValue.Read),
        NewImage = json.Map("NewImage", AttributeValue.Read),
        OldImage = json.Map("OldImage", AttributeValue.Read),
        SequenceNumber = json.String("SequenceNumber"),
        SizeBytes = json.Long("SizeBytes"),
        StreamViewType = json.String("StreamViewType"),
    };
}
