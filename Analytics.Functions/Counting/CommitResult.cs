namespace Analytics.Functions.Counting;

/// <summary>Result of committing a batch of changes to one document. After a failed commit it states what was written before.</summary>
public sealed class CommitResult
{
    /// <summary>Rows of the changes that this commit counted, in the batch's change table.</summary>
    public List<int> Counted { get; } = [];

    /// <summary>Rows of the changes left to the table stream because the preceding change is not counted.</summary>
    public List<int> Gaps { get; } = [];

    /// <summary>Number of changes that had been counted before or change no total; set when the commit completes.</summary>
    public int Duplicates { get; set; }

    /// <summary>Number of head writes that failed: a condition, a conflict with a transaction, or a throttled transaction.</summary>
    public int Conflicts { get; set; }

    /// <summary>Number of successful head writes.</summary>
    public int Writes { get; set; }

    /// <summary>DynamoDB write units that those writes consumed.</summary>
    public double WriteUnits { get; set; }

    /// <summary>Time of the last write.</summary>
    public DateTimeOffset CommittedAt { get; set; }
}
