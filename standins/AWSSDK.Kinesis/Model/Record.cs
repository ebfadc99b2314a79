using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class Record
{
    public DateTime? ApproximateArrivalTimestamp { get; set; }

    /// <summary>At most 10 MiB, positioned at its beginning.</summary>
    public MemoryStream Data { get; set; }

    public string PartitionKey { get; set; }

    public string SequenceNumber { get; set; }

    internal static Record Read(JsonElement json) => new()
    {
        ApproximateArrivalTimestamp = json.Timestamp("ApproximateArrivalTimestamp"),
        Data = json.Blob("Data"),
        PartitionKey = json.String("PartitionKey"),
        SequenceNumber = json.String("SequenceNumber"),
    };
}
