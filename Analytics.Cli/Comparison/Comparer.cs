using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Comparison;

/// <summary>Compares every aggregate with what a full scan of the orders gives: the promise, checked on live data.</summary>
/// <remarks>
/// Both sides are read while orders may come in, so a difference counts only when it is still there after the aggregates had time
/// to catch up. Memory: some 20 bytes a version of an order, and the tallies of the range's minutes.
/// </remarks>
internal sealed class Comparer(OrderScan scan, IMinuteStore minutes, IRollupStore rollups, LanePlanSource lanes, TimeProvider time)
{
    /// <summary>How often it looks before it believes a difference.</summary>
    public const int LooksMax = 5;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    // Changes of older minutes are rare: what differs there at two looks alike is hardly under way.
    private static readonly TimeSpan LongOver = TimeSpan.FromMinutes(15);

    /// <summary>Everything that can be compared at a moment: the kept minutes, and some that clocks ahead may have begun.</summary>
    /// <remarks>A day short of the retention: at its very end DynamoDB removes minutes while they are read.</remarks>
    public static MinuteRange Everything(DateTimeOffset now) =>
        new(Minute.Of(now - MinuteItem.Retention + TimeSpan.FromDays(1)), Minute.Of(now).Plus(60));

    /// <summary>Compares, and looks again while there are differences that may settle.</summary>
    /// <param name="range">Which minutes; null for all.</param>
    /// <param name="progress">Told what it does.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ComparisonResult> RunAsync(MinuteRange? range, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var result = await LookAsync(range ?? Everything(time.GetUtcNow()), isPart: range is not null, progress, cancellationToken);
        for (var look = 1; look < LooksMax && result.Differences.Count > 0; look++)
        {
            progress.Say($"{result.Differences.Count} differences; looking again in case they are only under way");
            await Task.Delay(Settling, time, cancellationToken);
            var before = result;
            result = (await LookAsync(Around(result), isPart: true, progress, cancellationToken)).StillIn(before);
            if (result.Differences.SequenceEqual(before.Differences) && result.Differences.All(IsLongOver))
            {
                break;
            }
        }

        return result;
    }

    private bool IsLongOver(Difference difference) => difference.Minute.Start + LongOver < time.GetUtcNow();

    private async Task<ComparisonResult> LookAsync(
        MinuteRange range, bool isPart, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var plan = await lanes.GetAsync(progress.Say, cancellationToken);
        var documents = await AggregatesByDocument.ReadAsync(minutes, range, plan, cancellationToken);
        progress.Begin(await scan.EstimateAsync(cancellationToken));
        var orders = await OrdersByDocument.ScanAsync(scan, range, isPart, plan, _ => false, progress.Scanned, cancellationToken);
        progress.End();

        var expected = ByMinute(orders.Documents.Select(document => (document.Key, document.Value.Tally)));
        var actual = ByMinute(documents.Select(document => (document.Key, document.Value.Tally)));
        var missing = orders.Documents.ToDictionary(
            document => document.Key,
            document => document.Value.Identities.Count(identity => !documents.GetValueOrDefault(document.Key, DocumentCounts.None).Seen.Contains(identity)));
        var (wrongRollups, comparedRollups) = await new RollupComparison(rollups).CompareAsync(range, expected, cancellationToken);
        var nothing = new Tally();
        return new ComparisonResult
        {
            Orders = orders.Count,
            Minutes = expected.Count,
            Rollups = comparedRollups,
            Differences =
            [
                .. expected.Keys.Union(actual.Keys)
                    .SelectMany(minute => Difference.Between(
                        minute, "", expected.GetValueOrDefault(minute, nothing), actual.GetValueOrDefault(minute, nothing)))
                    .Concat(missing.Where(document => document.Value > 0).GroupBy(document => document.Key.Minute).Select(minute =>
                        Difference.OfIdentities(
                            minute.Key,
                            minute.Sum(document => orders.Documents[document.Key].Identities.Count),
                            minute.Sum(document => document.Value))))
                    .Concat(wrongRollups.Values.SelectMany(differences => differences))
                    .OrderBy(difference => difference.Minute),
            ],
            WrongDocuments =
            [
                .. orders.Documents.Keys.Union(documents.Keys).Where(key => missing.GetValueOrDefault(key) > 0
                    || !orders.Documents.GetValueOrDefault(key, DocumentOrders.None).Tally.Equals(documents.GetValueOrDefault(key, DocumentCounts.None).Tally)),
            ],
            WrongRollups = [.. wrongRollups.Keys],
            Unreadable = orders.Unreadable,
        };
    }

    // The minutes that differ, and those that a rollup that differs sums up.
    private static MinuteRange Around(ComparisonResult result)
    {
        var ranges = result.Differences.Select(difference => new MinuteRange(difference.Minute, difference.Minute.Plus(1)))
            .Concat(result.WrongRollups.Select(rollup => rollup.Minutes))
            .ToList();
        return new MinuteRange(ranges.Min(range => range.From), ranges.Max(range => range.To));
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
