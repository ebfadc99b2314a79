using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>Which records of a batch Lambda has to send again: everything from the lowest one named here.</summary>
public class StreamsEventResponse
{
    /// <summary>Null or empty says that the whole batch is done.</summary>
    [JsonPropertyName("batchItemFailures")]
    public IList<BatchItemFailure> BatchItemFailures { get; set; }

    /// <summary>A record that is not done.</summary>
    public class BatchItemFailure
    {
        /// <summary>The record's sequence number. Null or empty fails the whole batch.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; }
    }
}
