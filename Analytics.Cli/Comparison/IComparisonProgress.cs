namespace Analytics.Cli.Comparison;

/// <summary>Is told how a comparison goes.</summary>
internal interface IComparisonProgress
{
    /// <summary>A sentence.</summary>
    void Say(string line);

    /// <summary>A scan begins.</summary>
    /// <param name="estimate">About how many items it will look at; 0 when nobody knows.</param>
    void Begin(long estimate);

    /// <summary>So many more items were looked at. Called from many threads.</summary>
    void Scanned(int items);

    /// <summary>The scan has ended.</summary>
    void End();
}
