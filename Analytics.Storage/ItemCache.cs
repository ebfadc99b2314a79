using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// Caches the items of segments, and the items and customers of rollups, in a warm function. They never change, and the head that names
/// them is read each time and shows whether they are current. Thread-safe.
/// </summary>
/// <remarks>
/// Holds at most 500,000 sums (one per item and currency): 60 to 170 MB, depending on the number of sums per tally. The customers of at
/// most 2,000 rollups take up to 32 MB.
/// </remarks>
public sealed class ItemCache
{
    private const int MaxSums = 500_000;
    private const int MaxCustomerSets = 2_000;

    private readonly LeastRecentlyUsed<string, Tally> _tallies = new(int.MaxValue, MaxSums, tally => tally.ItemSums);
    private readonly LeastRecentlyUsed<string, CustomerSet> _customers = new(MaxCustomerSets, int.MaxValue, _ => 1);

    /// <summary>The items of a document's segments; null when not cached. Callers must not modify them.</summary>
    public Tally? Find(MinuteSums document) => _tallies.Find(NameOf(document));

    /// <summary>Caches the items of a document's segments.</summary>
    public void Put(MinuteSums document, Tally items) => _tallies.Put(NameOf(document), items);

    /// <summary>The items or slices of a version of a rollup; null when not cached. Callers must not modify them.</summary>
    public Tally? Find(RollupPeriod period, string version, SumsRead read) => _tallies.Find(NameOf(period, version, read));

    /// <summary>Caches the items or slices of a version of a rollup.</summary>
    public void Put(RollupPeriod period, string version, SumsRead read, Tally items) =>
        _tallies.Put(NameOf(period, version, read), items);

    /// <summary>The customers of a version of a rollup; null when not cached. Callers must not modify them.</summary>
    public CustomerSet? FindCustomers(RollupPeriod period, string version) =>
        _customers.Find(NameOf(period, version, SumsRead.Customers));

    /// <summary>Caches the customers of a version of a rollup.</summary>
    public void Put(RollupPeriod period, string version, CustomerSet customers) =>
        _customers.Put(NameOf(period, version, SumsRead.Customers), customers);

    private static string NameOf(MinuteSums document) => $"{document.Key}/{document.Segments.Count}/{document.Segments.Last}";

    // Slices are read apart from items.
    private static string NameOf(RollupPeriod period, string version, SumsRead read) =>
        $"{period.Length}/{period.Start}/{version}{(read.HasFlag(SumsRead.Slices) ? "/slices" : "")}";
}
