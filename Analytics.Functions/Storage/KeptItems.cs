using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>
/// Items that a warm function has read before and need not read again: those of pieces, which never change. What names them is read each
/// time and says whether they still count. Thread-safe.
/// </summary>
/// <remarks>Bound: half a million sums of an item in a currency, 60 to 170 MB by how many there are in each tally.</remarks>
internal sealed class KeptItems
{
    private const int SumsMax = 500_000;

    private readonly LeastRecentlyUsed<string, Tally> _tallies = new(int.MaxValue, SumsMax, tally => tally.ItemSums);

    /// <summary>The items of a part's pieces; null where they are to be read. Not to be changed.</summary>
    public Tally? Find(MinuteSums part) => _tallies.Find(NameOf(part));

    /// <summary>Keeps the items of a part's pieces.</summary>
    public void Keep(MinuteSums part, Tally items) => _tallies.Put(NameOf(part), items);

    /// <summary>The items of a version of a rollup; null where they are to be read. Not to be changed.</summary>
    public Tally? Find(RollupPeriod period, string version) => _tallies.Find(NameOf(period, version));

    /// <summary>Keeps the items of a version of a rollup.</summary>
    public void Keep(RollupPeriod period, string version, Tally items) => _tallies.Put(NameOf(period, version), items);

    private static string NameOf(MinuteSums part) => $"{part.Key}/{part.Pieces.Count}/{part.Pieces.Last}";

    private static string NameOf(RollupPeriod period, string version) => $"{period.Length}/{period.Start}/{version}";
}
