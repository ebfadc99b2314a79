using Analytics.Core.Windows;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Sums minutes, from rollups where the range plan allows and else from the minute documents of all lanes.</summary>
public sealed class AggregateReader(IMinuteStore minutes, RollupReader rollups, int concurrency, TimeProvider time)
{
    /// <summary>Maximum number of lanes that are read at once.</summary>
    public const int LanesReadAtOnce = 16;

    /// <summary>Composes a reader of the deployed tables.</summary>
    /// <param name="services">The clients.</param>
    /// <param name="cache">Where items are cached.</param>
    public static AggregateReader Compose(AwsServices services, ItemCache cache)
    {
        var table = services.Settings.AggregatesTable;
        var minutes = new DynamoMinuteStore(services.DynamoDb, table, cache);
        var rollups = new RollupReader(
            new DynamoRollupStore(services.DynamoDb, table, new Random(), cache), minutes, LanesReadAtOnce);
        return new AggregateReader(minutes, rollups, LanesReadAtOnce, services.Time);
    }

    /// <summary>Reads the minutes of a plan.</summary>
    /// <param name="plan">What to sum.</param>
    /// <param name="withItems">
    /// False to leave out the items and slices of the plan, so that the reading has the totals of all orders.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document in the range is damaged or has a newer format.</exception>
    internal async Task<AggregateReading> ReadAsync(ReadPlan plan, bool withItems, CancellationToken cancellationToken)
    {
        var (items, read) = withItems ? (plan.Items, plan.Read) : (ItemSelection.None, SumsRead.Totals);
        var sums = new ReadingSums(plan, items, read);
        if (await minutes.ReadExtentAsync(cancellationToken) is not { } extent)
        {
            return sums.Reading();
        }

        var storing = new RollupStoring(time);
        foreach (var part in plan.Parts(time.GetUtcNow()))
        {
            if (part.Rollups is { } length)
            {
                await rollups.ReadAsync(length, part.Minutes, read, extent, sums.Add, storing, cancellationToken);
            }
            else
            {
                await ReadMinutesAsync(part.Minutes, read, extent, sums, cancellationToken);
            }
        }

        return sums.Reading();
    }

    private Task ReadMinutesAsync(
        MinuteRange range, SumsRead read, DocumentExtent extent, ReadingSums sums, CancellationToken cancellationToken) =>
        Bounded.ForEachAsync(extent.Partitions(range), concurrency, async (partition, token) =>
        {
            await foreach (var minute in minutes.ReadSumsAsync(partition.Lane, partition.Minutes, read, token))
            {
                sums.Add(minute);
            }
        }, cancellationToken);
}
