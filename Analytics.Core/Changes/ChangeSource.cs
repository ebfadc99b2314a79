namespace Analytics.Core.Changes;

/// <summary>The stream that delivered a batch of records.</summary>
public enum ChangeSource
{
    /// <summary>The Kinesis stream to which the orders function publishes its changes. Fast, but may lose or delay some.</summary>
    Kinesis,

    /// <summary>The DynamoDB stream of the orders table: every committed write, in order for each order.</summary>
    TableStream,
}

/// <summary>The names of the sources in metrics, logs and quarantine.</summary>
public static class ChangeSourceNames
{
    /// <summary>The name of <see cref="ChangeSource.Kinesis"/>.</summary>
    public const string Kinesis = "kinesis";

    /// <summary>The name of <see cref="ChangeSource.TableStream"/>.</summary>
    public const string TableStream = "table-stream";

    /// <summary>The name of a source.</summary>
    public static string Name(this ChangeSource source) => source == ChangeSource.Kinesis ? Kinesis : TableStream;
}
