namespace Analytics.Functions.Comparison;

/// <summary>Receives the progress of a comparison.</summary>
public interface IComparisonProgress
{
    /// <summary>Reports a step, as a sentence.</summary>
    void Say(string line);

    /// <summary>Reports that a scan begins.</summary>
    /// <param name="estimate">Approximate number of items to read; 0 when unknown.</param>
    void Begin(long estimate);

    /// <summary>Reports that more items were read. Called from several threads.</summary>
    void Scanned(int items);

    /// <summary>Reports that the scan has ended.</summary>
    void Complete();
}
