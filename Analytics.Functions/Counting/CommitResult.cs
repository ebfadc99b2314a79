namespace Analytics.Functions.Counting;

/// <summary>What was done to commit a batch of changes to one document; complete also where the commit failed in the end.</summary>
public sealed class CommitResult
{
    /// <summary>The rows of the changes that were counted now, in the table of the batch.</summary>
    public List<int> Counted { get; } = [];

    /// <summary>The rows of the changes that were left to the table stream, because the change before them is not counted.</summary>
    public List<int> Gaps { get; } = [];

    /// <summary>How many changes had been counted before; set when the commit is complete.</summary>
    public int Duplicates { get; set; }

    /// <summary>How many writes failed their condition or met a transaction.</summary>
    public int Conflicts { get; set; }

    /// <summary>How many writes were made.</summary>
    public int Writes { get; set; }

    /// <summary>The write units that they consumed.</summary>
    public double WriteUnits { get; set; }

    /// <summary>When the last write was made.</summary>
    public DateTimeOffset CommittedAt { get; set; }
}
