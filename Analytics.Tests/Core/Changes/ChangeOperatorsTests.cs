using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Analytics.Core.Changes;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Changes;

public class ChangeOperatorsTests
{
    [Fact]
    public void A_table_is_a_sequence_of_its_changes_in_order() =>
        Gens.Histories.Sample(histories =>
        {
            var table = ChangeTable.Of(histories.SelectMany(history => history));

            Assert.Equal(Enumerable.Range(0, table.Count), table.ToObservable().Select(change => change.Row).ToEnumerable());
        });

    [Fact]
    public void Minutes_come_to_what_a_scan_of_their_orders_gives() =>
        Gens.Histories.Sample(histories =>
        {
            var minutes = ChangeTable.Of(histories.SelectMany(history => history)).ToObservable().TallyByMinute().Wait();
            foreach (var group in histories.Select(history => history[^1].After!).GroupBy(order => Minute.Of(order.PlacedAt)))
            {
                Assert.Equal(Model.Totals(group), Model.Of(minutes[group.Key].Totals));
            }
        });

    // scheduler   12:00:30   12:01:30   12:02:30   12:03:30
    // arrives     a(12:00)              b(12:02)   a'(12:00) cancels a, late for the window
    // 2 minutes   a          a          b          b
    [Fact]
    public void A_rolling_window_goes_by_the_time_of_the_orders()
    {
        var scheduler = new HistoricalScheduler(Some.At("12:00"));
        using var changes = new Subject<Change>();
        var samples = new List<(string At, long Orders, long Cancelled)>();
        using var subscription = changes
            .RollingTally(RollingWindow.OfMinutes(2), TimeSpan.FromMinutes(1), scheduler)
            .Subscribe(tally => samples.Add((scheduler.Now.ToString("mm:ss", null), tally.Totals.Orders, tally.Totals.Cancelled)));
        var (a, b) = (Some.Order(1, "12:00"), Some.Order(2, "12:02"));

        changes.OnNext(Some.Placed(a).Flat());
        scheduler.AdvanceTo(Some.At("12:02:30"));
        changes.OnNext(Some.Placed(b).Flat());
        scheduler.AdvanceTo(Some.At("12:03:30"));
        changes.OnNext(Some.Cancelled(a).Flat());
        scheduler.AdvanceTo(Some.At("12:05"));

        Assert.Equal([("01:00", 1, 0), ("02:00", 0, 0), ("03:00", 1, 0), ("04:00", 0, 0), ("05:00", 0, 0)], samples);
    }
}
