using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class TallyDeltaTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("12:00")));

    // The longest names of four bytes a character, and as many change ids and marks as there can be.
    private static readonly Order Largest = Some.Order(
        lines: [.. Enumerable.Range(0, 100).Select(line => new OrderLine(Name(line), 1_000_000, 10_000_000_000))]);

    [Fact]
    public void Its_bound_of_bytes_holds_for_what_is_stored_of_published_changes() =>
        Gens.Histories.Sample(histories =>
        {
            foreach (var change in histories.SelectMany(history => history))
            {
                HoldsBound(change);
            }
        });

    [Fact]
    public void Its_bound_of_bytes_holds_for_the_largest_change()
    {
        var before = Largest with { ChangeIds = [.. Enumerable.Range(1, 32).Select(change => Some.Change(1, change))] };
        var renamed = before with { Lines = [.. Enumerable.Range(100, 100).Select(
            line => new OrderLine(Name(line), 1_000_000, 10_000_000_000))] };

        HoldsBound(Some.Streamed(before, renamed));
        HoldsBound(Some.Streamed(before, renamed with { CustomerId = "another" }));
        HoldsBound(Some.Streamed(before, renamed with { Currency = Some.Eur, PlacedAt = Some.At("12:01") }));
        HoldsBound(Some.Streamed(null, before));
        HoldsBound(Some.Streamed(before, null));
    }

    [Fact]
    public void A_repair_has_a_bound_of_bytes_too()
    {
        var delta = new TallyDelta();
        delta.Add(Largest, Largest.ChangeIds);

        HoldsBound(delta, Key);
        Assert.Equal(Tally.Of([Largest]), delta.Tally);
        Assert.Equal(Largest.ChangeIds, delta.Ids);
    }

    [Fact]
    public void What_is_cleared_is_empty()
    {
        var delta = new TallyDelta();
        delta.Add(Some.Streamed(Some.Order(), null));
        Assert.False(delta.IsEmpty);
        delta.Clear();

        Assert.True(delta.IsEmpty);
        Assert.Equal((0, 0, 0), (delta.MaxBytes, delta.Ids.Count, delta.Marks.Count));
    }

    private static string Name(int line) =>
        string.Concat(char.ConvertFromUtf32(0x20000 + line), string.Concat(Enumerable.Repeat("😀", 63)));

    private static void HoldsBound(OrderChange change)
    {
        var flat = change.Flat();
        foreach (var key in new[] { flat.From, flat.To }.OfType<DocumentKey>().Distinct())
        {
            var delta = new TallyDelta();
            CountingRule.Count(flat, new CachedDocument(key), delta);
            HoldsBound(delta, key);
        }
    }

    private static void HoldsBound(TallyDelta delta, DocumentKey key)
    {
        var segment = new CachedDocument(key).Next(delta, "w", Some.At("12:01"), maxHeadBytes: 0).Segment!;
        var item = MinuteSegmentItem.Write(segment);
        var stored = item[MinuteItem.Items].B.Length + item[MinuteItem.ChangeIds].B.Length + (
            item.GetValueOrDefault(MinuteItem.EditMarks)?.B.Length ?? 0);
        Assert.True(stored <= delta.MaxBytes, $"{stored} bytes are stored; at most {delta.MaxBytes} were said.");
    }
}
