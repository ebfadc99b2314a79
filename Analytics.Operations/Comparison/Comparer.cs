using System.Globalization;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Comparison;

/// <summary>Compares every aggregate of a range with what its orders give: the promise, checked on live data.</summary>
/// <remarks>
/// Both sides are read while orders may come in, so a difference counts only when it is still there after the aggregates had time
/// to catch up. Memory: some 20 bytes for each order in the table or range, and the tallies of the range's minutes.
/// </remarks>
public sealed class Comparer(OrderTableReader orders, IMinuteStore minutes, IRollupStore rollups, TimeProvider time)
{
    /// <summary>How often it looks before it believes a difference.</summary>
    public const int MaxLooks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    // Changes of older minutes are rare: what differs there at two looks alike is hardly in flight.
    private static readonly TimeSpan LongEnded = TimeSpan.FromMinutes(15);

    /// <summary>Everything that can be compared at a moment: the retained minutes, and two days ahead.</summary>
    /// <remarks>A day short of the retention: at its very end DynamoDB removes minutes while they are read.</remarks>
    public static MinuteRange Everything(DateTimeOffset now) =>
        new(Minute.Of(now - MinuteItem.Retention + TimeSpan.FromDays(1)), Minute.Of(now + TimeSpan.FromDays(2)));

    /// <summary>Compares, and looks again while there are differences that may only be in flight.</summary>
    /// <param name="range">Which minutes; null for all.</param>
    /// <param name="progress">Is told what it does.</param>
    /// <param name="cancellationToken">Ends it.</param>
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

        // What a document that cannot be read should say cannot be compared with anything.
        var unreadable = stored.Unreadable.Select(document => document.Key).ToHashSet();
        var keys = expected.Documents.Keys.Union(stored.Documents.Keys).Where(key => !unreadable.Contains(key)).ToList();
        var wanted = ByMinute(keys.Select(key => (key, expected[key].Tally)));
        var actual = ByMinute(keys.Select(key => (key, Stored(key).Tally)));
        var forgotten = keys.ToDictionary(key => key, key => Forgotten(expected[key], Stored(key)));
        var (wrongRollups, comparedRollups) = await new RollupComparison(rollups).CompareAsync(
            range, ByMinute(expected.Documents.Select(document => (document.Key, document.Value.Tally))), cancellationToken);
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
            Newer = [.. stored.Unreadable.Where(document => document.IsNewer).Select(document => document.Message)],
            Invalid = expected.Invalid,
            TooOld = from == OrdersFrom.Index ? 0 : expected.Before,
            Ahead = from == OrdersFrom.Index ? 0 : expected.After,
        };

        // Documents of one minute can be wrong and make up for each other.
        IEnumerable<Difference> OfLane(DocumentKey key) => Difference.Between(
            key.Minute, string.Create(CultureInfo.InvariantCulture, $"lane {key.Lane}: "), expected[key].Tally, Stored(key).Tally);

        StoredDocument Stored(DocumentKey key) => stored.Documents.GetValueOrDefault(key, StoredDocument.None);
    }

    // A change that a document does not know would count again if it were redelivered; of an order without change ids it knows the order.
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
