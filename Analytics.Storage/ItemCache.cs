using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// Items of segments and rollups that a warm function has read before and need not read again: they never change. The head that names them
/// is read each time and says whether they still count. Thread-safe.
/// </summary>
/// <remarks>Bound: half a million sums of an item in a currency, 60 to 170 MB depending on the number in each tally.</remarks>
public sealed class ItemCache
{
    private const int MaxSums = 500_000;

    private readonly LeastRecentlyUsed<string, Tally> _tallies = new(int.MaxValue, MaxSums, tally => tally.ItemSums);

    /// <summary>The items of a document's segments; null where they are to be read. Not to be changed.</summary>
    public Tally? Find(MinuteSums document) => _tallies.Find(NameOf(document));

    /// <summary>Keeps the items of a document's segments.</summary>
    public void Put(MinuteSums document, Tally items) => _tallies.Put(NameOf(document), items);

    /// <summary>The items of a version of a rollup; null where they are to be read. Not to be changed.</summary>
    public Tally? Find(RollupPeriod period, string version) => _tallies.Find(NameOf(period, version));

    /// <summary>Keeps the items of a version of a rollup.</summary>
    public void Put(RollupPeriod period, string version, Tally items) => _tallies.Put(NameOf(period, version), items);

    private static string NameOf(MinuteSums document) => $"{document.Key}/{document.Segments.Count}/{document.Segments.Last}";

    private static string NameOf(RollupPeriod period, string version) => $"{period.Length}/{period.Start}/{version}";
}
