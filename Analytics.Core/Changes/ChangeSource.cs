namespace Analytics.Core.Changes;

/// <summary>Where the records of a batch came from.</summary>
public enum ChangeSource
{
    /// <summary>The order stream, to which the orders function sends the changes that it makes. Fast, and may lose or delay some.</summary>
    Kinesis,

    /// <summary>The DynamoDB stream of the orders table: every committed write, in order for each order.</summary>
    TableStream,
}
