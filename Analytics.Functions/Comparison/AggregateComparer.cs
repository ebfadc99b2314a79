using System.Globalization;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>Verifies on live data that every aggregate of a range equals the sums of its orders.</summary>
/// <remarks>
/// Orders may arrive while both sides are read, so a difference is reported only if it persists after the aggregates had time to catch up.
/// Memory: about 20 bytes per order in the table or range, plus the tallies of the range's minutes.
/// </remarks>
public sealed class AggregateComparer(OrderTableReader orders, IMinuteStore minutes, IRollupStore rollups, TimeProvider time)
{
    /// <summary>Maximum number of comparisons before the remaining differences are reported.</summary>
    public const int MaxLooks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    // Changes to older minutes are rare, so an equal difference in two successive comparisons is hardly a change in flight.
    private static readonly TimeSpan LongEnded = TimeSpan.FromMinutes(15);

    /// <summary>Everything that can be compared at a given time: the last 401 days and the next two.</summary>
    /// <remarks>The oldest retained day is left out, because DynamoDB may be removing it by its time to live.</remarks>
    public static MinuteRange Everything(DateTimeOffset now) =>
        new(Minute.Of(now - MinuteItem.Retention + TimeSpan.FromDays(1)), Minute.Of(now + TimeSpan.FromDays(2)));

    /// <summary>Compares, and repeats the comparison while there are differences that may be changes in flight.</summary>
    /// <param name="range">The minutes to compare; null for all.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    public async Task<ComparisonResult> RunAsync(MinuteRange? range, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var from = range is null ? OrdersFrom.Table : OrdersFrom.Index;
        var result = await LookAsync(from, range ?? Everything(time.GetUtcNow()), progress, cancellationToken);
        for (var look = 1; look < MaxLooks && result.Differences.Count > 0; look++)
        {
            var count = result.Differences.Count;
            progress.Say($"{count} {(count == 1 ? "difference" : "differences")}; comparing again in case changes are only in flight");
            await Task.Delay(BetweenLooks, time, cancellationToken);
            var before = result;

            result = (await LookAsync(from, result.Around(), progress, cancellationToken)).StillIn(before);
            if (result.Differences.SequenceEqual(before.Differences) && result.Differences.All(HasLongEnded))
            {
                break;
            }
        }

        return result;
    }

    private bool HasLongEnded(Difference difference) => difference.Minute.Start + LongEnded < time.GetUtcNow();

    private async Task<ComparisonResult> LookAsync(
        OrdersFrom from, MinuteRange range, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var stored = await StoredDocuments.ReadAsync(minutes, range, cancellationToken);
        var expected = await orders.ReadAsync(from, range, stored, _ => false, progress, cancellationToken);

        // The content of unreadable documents is unknown, so they are left out of the comparison of sums.
        var unreadable = stored.Unreadable.Select(document => document.Key).ToHashSet();
        var all = expected.Documents.Keys.Union(stored.Documents.Keys).Where(key => !unreadable.Contains(key)).ToList();
        var unknown = orders.Scans ? [] : all.Where(IsUnknown).ToHashSet();
        var keys = all.Where(key => !unknown.Contains(key)).ToList();
        var wanted = ByMinute(keys.Select(key => (key, expected[key].Tally)));
        var actual = ByMinute(keys.Select(key => (key, Stored(key).Tally)));
        var forgotten = keys.ToDictionary(key => key, key => Forgotten(expected[key], Stored(key)));
        var (wrongRollups, comparedRollups) = await new RollupComparison(rollups).CompareAsync(
            unknown.Count == 0 ? range : default,
            ByMinute(expected.Documents.Select(document => (document.Key, document.Value.Tally))), cancellationToken);
        return new ComparisonResult
        {
            Orders = expected.Count,
            Minutes = wanted.Count(minute => !minute.Value.IsEmpty),
            Rollups = comparedRollups,
            Differences =
            [
                .. wanted.Keys.SelectMany(minute => Difference.Between(minute, "", wanted[minute], actual[minute]))
                    .Concat(keys.Where(key => wanted[key.Minute].Equals(actual[key.Minute])).SelectMany(OfLane))
                    .Concat(keys.Where(key => forgotten[key] > 0).GroupBy(key => key.Minute).Select(minute => Difference.OfChanges(
                        minute.Key, minute.Sum(key => expected[key].Ids.Count), minute.Sum(key => forgotten[key]))))
                    .Concat(stored.Unreadable.Where(document => !document.IsNewer).Select(Difference.OfDamage))
                    .Concat(wrongRollups.Values.SelectMany(differences => differences))
                    .OrderBy(difference => difference.Minute),
            ],
            WrongDocuments =
            [
                .. keys.Where(key => forgotten[key] > 0 || !expected[key].Tally.Equals(Stored(key).Tally)),
                .. stored.Unreadable.Where(document => !document.IsNewer).Select(document => document.Key),
            ],
            WrongRollups = [.. wrongRollups.Keys],
            NotCompared = unknown.Count,
            Newer = [.. stored.Unreadable.Where(document => document.IsNewer).Select(document => document.Message)],
            Invalid = expected.Invalid,
            TooOld = from == OrdersFrom.Index ? 0 : expected.Before,
            TooOldOrders = from == OrdersFrom.Index ? [] : expected.NamedBefore,
            Ahead = from == OrdersFrom.Index ? 0 : expected.After,
        };

        // Documents of one minute can each be wrong while their errors cancel out in the minute's sum.
        IEnumerable<Difference> OfLane(DocumentKey key) => Difference.Between(
            key.Minute, string.Create(CultureInfo.InvariantCulture, $"lane {key.Lane}: "), expected[key].Tally, Stored(key).Tally);

        // Without a scan, the content of a document is unknown if it differs and has counted an order that the index lacks: another writer
        // may have created or moved that order.
        bool IsUnknown(DocumentKey key) => !expected[key].Tally.Equals(Stored(key).Tally)
            && Stored(key).OrderHashes.Any(hash => !expected.OrderHashes.Contains(hash));

        StoredDocument Stored(DocumentKey key) => stored.Documents.GetValueOrDefault(key, StoredDocument.None);
    }

    // Number of changes that the document would count again if they were redelivered, because it lacks their ids. For an order without
    // change ids, the document must contain some change id of the order.
    private static int Forgotten(ExpectedDocument expected, StoredDocument stored)
    {
        var known = stored.OrderHashes.ToHashSet();
        var withIds = expected.Ids.Select(id => id.OrderHash).ToHashSet();
        return expected.Ids.Count(id => !stored.Ids.Contains(id))
            + expected.OrderHashes.Count(hash => !known.Contains(hash) && !withIds.Contains(hash));
    }

    private static Dictionary<Minute, Tally> ByMinute(IEnumerable<(DocumentKey Key, Tally Tally)> documents)
    {
        var sums = new Dictionary<Minute, Tally>();
        foreach (var (key, tally) in documents)
        {
            if (!sums.TryGetValue(key.Minute, out var sum))
            {
                sums.Add(key.Minute, sum = new Tally());
            }

            sum.Add(tally);
        }

        return sums;
    }
}
