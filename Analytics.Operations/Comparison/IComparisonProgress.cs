namespace Analytics.Operations.Comparison;

/// <summary>Receives the progress of a comparison.</summary>
public interface IComparisonProgress
{
    /// <summary>Reports a step in a sentence.</summary>
    void Say(string line);

    /// <summary>Reports that a scan begins.</summary>
    /// <param name="estimate">About how many items it reads; 0 when unknown.</param>
    void Begin(long estimate);

    /// <summary>Reports that more items were read. Called from many threads.</summary>
    void Scanned(int items);

    /// <summary>Reports that the scan has ended.</summary>
    void Complete();
}
