namespace Amazon.Lambda.KinesisEvents;

/// <summary>A batch of records of one shard of a Kinesis data stream.</summary>
public class KinesisEvent
{
    public IList<KinesisEventRecord> Records { get; set; }

    /// <summary>The record as it is in the stream.</summary>
    public class Record : Kinesis.Model.Record
    {
        public string KinesisSchemaVersion { get; set; }
    }

    /// <summary>A record, and where it comes from.</summary>
    public class KinesisEventRecord
    {
        public string AwsRegion { get; set; }

        /// <summary>The shard and the sequence number: <c>shardId-000000000006:49590338271490…</c>.</summary>
        public string EventId { get; set; }

        public string EventName { get; set; }

        public string EventSource { get; set; }

        public string EventSourceARN { get; set; }

        public string EventVersion { get; set; }

        public string InvokeIdentityArn { get; set; }

        public Record Kinesis { get; set; }
    }
}
