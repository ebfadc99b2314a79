namespace Analytics.Functions.Counting;

/// <summary>What came of committing a batch of changes to one document.</summary>
internal sealed class CommitResult
{
    /// <summary>The places of the changes that were counted now, in the table of the batch.</summary>
    public List<int> Counted { get; } = [];

    /// <summary>How many had been counted before.</summary>
    public int Duplicates { get; set; }

    /// <summary>How many writes lost a race.</summary>
    public int Conflicts { get; set; }

    /// <summary>How many writes were made.</summary>
    public int Writes { get; set; }

    /// <summary>The write units that they took.</summary>
    public double WriteUnits { get; set; }

    /// <summary>When the last write was made.</summary>
    public DateTimeOffset CommittedAt { get; set; }
}
