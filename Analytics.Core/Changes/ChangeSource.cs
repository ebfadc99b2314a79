namespace Analytics.Core.Changes;

/// <summary>The stream that delivered a batch of records.</summary>
public enum ChangeSource
{
    /// <summary>The Kinesis stream to which the orders function publishes its changes. Fast, but may lose or delay some.</summary>
    Kinesis,

    /// <summary>The DynamoDB stream of the orders table: every committed write, in order for each order.</summary>
    TableStream,
}
