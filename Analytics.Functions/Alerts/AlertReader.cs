using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Shared;
using Analytics.Storage;

namespace Analytics.Functions.Alerts;

/// <summary>Finds which alerts should ring now, from exact sums. Thread-safe.</summary>
/// <remarks>Two readings: one of the ranges of rules about totals, one of the ranges of rules about items.</remarks>
internal sealed class AlertReader(AggregateReader reader)
{
    /// <summary>Evaluates alerts at a time, in their order.</summary>
    /// <exception cref="DocumentUnreadableException">A document in a range is damaged or has a newer format.</exception>
    public async Task<IReadOnlyList<AlertFinding>> FindAsync(
        IReadOnlyList<Alert> alerts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var questions = alerts.Select(
            alert => new AlertQuestion(alert, Zones.CalendarOf(alert.TimeZone), Minute.Of(now))).ToList();
        var aboutItems = alerts.Select(alert => alert.Rule).OfType<AlertRule.ItemAbove>().ToList();
        var sales = new ReadSales(
            await ReadAsync(SpansOf(isItem: false), ItemSelection.None, cancellationToken),
            await ReadAsync(
                SpansOf(isItem: true),
                aboutItems.Exists(rule => rule.Sku is null) ? ItemSelection.All : ItemSelection.Of(aboutItems.Select(rule => rule.Sku!)),
                cancellationToken));
        return [.. questions.Select(question => question.Answer(sales))];

        IEnumerable<MinuteRange> SpansOf(bool isItem) => alerts.Zip(questions)
            .Where(pair => pair.First.Rule is AlertRule.ItemAbove == isItem)
            .SelectMany(pair => pair.Second.Spans is { Then: { } then } spans ? [spans.Now, then] : new[] { pair.Second.Spans.Now });
    }

    private async Task<AggregateReading?> ReadAsync(
        IEnumerable<MinuteRange> spans, ItemSelection items, CancellationToken cancellationToken)
    {
        var plan = new ReadPlan(spans) { Items = items };
        return plan.Spans.Count == 0 ? null : await reader.ReadAsync(plan, withItems: true, cancellationToken);
    }

    private sealed class ReadSales(AggregateReading? totals, AggregateReading? items) : IMinuteSales
    {
        public Int128 Sum(SalesFigure figure, MinuteRange range) => totals is null ? 0 : figure.In(totals.TotalsOf(range));

        public ItemUnits? Top(string? sku, MinuteRange range)
        {
            if (items?.ItemsOf(range).Items is not { } sold)
            {
                return null;
            }

            if (sku is not null)
            {
                return sold.TryGetValue(sku, out var one) ? new ItemUnits(sku, one.Units) : null;
            }

            ItemUnits? top = null;
            foreach (var (name, tally) in sold)
            {
                if (top is not { } best || tally.Units > best.Units
                    || (tally.Units == best.Units && string.CompareOrdinal(name, best.Sku) < 0))
                {
                    top = new ItemUnits(name, tally.Units);
                }
            }

            return top;
        }
    }
}
