namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>A batch of records of one shard of a DynamoDB stream.</summary>
public partial class DynamoDBEvent
{
    public IList<DynamodbStreamRecord> Records { get; set; }

    /// <summary>A change of an item, and where it comes from.</summary>
    public class DynamodbStreamRecord
    {
        public string EventSourceArn { get; set; }

        public string AwsRegion { get; set; }

        public StreamRecord Dynamodb { get; set; }

        public string EventID { get; set; }

        /// <summary>INSERT, MODIFY or REMOVE.</summary>
        public string EventName { get; set; }

        public string EventSource { get; set; }

        public string EventVersion { get; set; }

        /// <summary>Set only when the table's TTL deleted the item.</summary>
        public Identity UserIdentity { get; set; }
    }

    /// <summary>The change itself. Images that the stream does not carry are null.</summary>
    public class StreamRecord
    {
        /// <summary>To the second; the default value when the event does not say.</summary>
        public DateTime ApproximateCreationDateTime { get; set; }

        public Dictionary<string, AttributeValue> Keys { get; set; }

        public Dictionary<string, AttributeValue> NewImage { get; set; }

        public Dictionary<string, AttributeValue> OldImage { get; set; }

        public string SequenceNumber { get; set; }

        public long SizeBytes { get; set; }

        public string StreamViewType { get; set; }
    }

    /// <summary>Who made the change, if it was a service.</summary>
    public class Identity
    {
        public string PrincipalId { get; set; }

        public string Type { get; set; }
    }
}
