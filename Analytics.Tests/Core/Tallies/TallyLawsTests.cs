using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class TallyLawsTests
{
    private static readonly Gen<OrderChange[]> Changes =
        Gens.Histories.Select(histories => histories.SelectMany(history => history).ToArray());

    [Fact]
    public void The_changes_of_orders_come_to_what_a_scan_of_the_orders_gives() =>
        Gens.Histories.Sample(histories =>
        {
            var tally = Sum(histories.SelectMany(history => history));
            var orders = histories.Select(history => history[^1].After!).ToList();
            Assert.Equal(Model.Totals(orders), Model.Of(tally.Totals));
            Assert.Equal(Model.Items(orders), Model.Of(tally.Items));
            Assert.Equal(Model.Slices(orders), Model.Of(tally.Slices));
            Assert.Equal(Model.ItemsOfSlices(orders), Model.Of(tally.ItemsOfSlices));
            Assert.Equal(Tally.Of(orders), tally);
        });

    [Fact]
    public void The_parts_of_a_tally_add_up_to_it_and_fit() =>
        Gen.Select(Changes, Gen.Int[400, 4_000]).Sample((changes, maxBytes) =>
        {
            var (tally, sum) = (Sum(changes), new Tally());
            foreach (var part in tally.Cut(maxBytes))
            {
                Assert.InRange(ItemsFormat.Encode(part).Length, 0, maxBytes);
                sum.Add(part);
            }

            Assert.Equal(tally, sum);
        });

    [Fact]
    public void Some_slices_are_the_tally_of_their_orders() =>
        Gens.Order.Array[0, 30].Sample(orders =>
        {
            var tally = Tally.Of(orders);
            foreach (var isIncluded in new Func<Slice, bool>[]
            {
                slice => slice["channel"] is "web" or null, slice => slice["country"] == "de", _ => true, _ => false,
            })
            {
                var (some, expected) = (tally.Where(isIncluded), orders.Where(order => isIncluded(order.Slice)).ToList());
                Assert.Equal(Tally.Of(expected).Where(_ => true), some);
                Assert.Equal(Model.Totals(expected), Model.Of(some.Totals));
            }
        });

    [Fact]
    public void Slices_without_items_have_the_same_totals() =>
        Changes.Sample(changes =>
        {
            var (tally, decoded) = (Sum(changes), new Tally());
            ItemsFormat.DecodeInto(decoded, ItemsFormat.Encode(tally.WithoutItems()).Span);
            Assert.Equal(Model.Of(tally.Slices), Model.Of(decoded.Slices));
            Assert.Equal(tally.Values, decoded.Values);
        });

    [Fact]
    public void An_order_that_moves_to_another_slice_changes_no_total_and_is_a_difference()
    {
        var order = Some.Order() with { Slice = Some.Slice("web", "de"), Status = OrderStatus.Cancelled };
        var change = Some.Streamed(order, order with { Slice = Some.Slice("app", "de") });
        var tally = Sum([change]);

        Assert.Equal((true, false, false), (tally.Totals.IsEmpty, tally.IsEmpty, tally.Equals(new Tally())));
        Assert.False(change.Flat().ChangesNothingIn(change.Flat().To!.Value));
        Assert.Equal(["app,de: 1", "web,de: -1"], tally.Slices.Select(
            slice => $"{slice.Key["channel"]},{slice.Key["country"]}: {slice.Value.Cancelled}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_changes_does_not_matter() =>
        Gen.Select(Changes, Gen.Int).Sample((changes, seed) =>
        {
            var shuffled = changes.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Sum(changes).Equals(Sum(shuffled));
        });

    [Fact]
    public void The_grouping_of_changes_does_not_matter() =>
        Gen.Select(Changes, Gen.Int[0, 100]).Sample((changes, cut) =>
        {
            cut = Math.Min(cut, changes.Length);
            var sum = Sum(changes[..cut]);
            sum.Add(Sum(changes[cut..]));
            return sum.Equals(Sum(changes));
        });

    [Fact]
    public void A_tally_less_itself_is_empty() =>
        Changes.Sample(changes =>
        {
            var tally = Sum(changes);
            tally.Add(Sum(changes), -1);
            return tally.IsEmpty && tally.Equals(new Tally());
        });

    [Fact]
    public void A_cancelled_order_counts_among_the_cancelled_only()
    {
        var order = Some.Order(lines: [new OrderLine("tea", 2, 350), new OrderLine("tea", 1, 300)]);
        var tally = Sum([Some.Placed(order), Some.Cancelled(order)]);

        Assert.Equal(new Model.Sums(0, 1, 0, ""), Model.Of(tally.Totals));
        Assert.Equal(new Model.Sums(0, 3, 0, ""), Model.Of(tally.Items)["tea"]);
    }

    [Fact]
    public void A_deleted_order_counts_no_longer()
    {
        var order = Some.Order();

        Assert.True(Sum([Some.Placed(order), Some.Streamed(order, null)]).IsEmpty);
    }

    [Fact]
    public void An_order_with_two_lines_of_an_item_is_one_order_of_it()
    {
        var tally = Tally.Of([Some.Order(lines: [new OrderLine("tea", 2, 350), new OrderLine("tea", 1, 300)])]);

        Assert.Equal(new Model.Sums(1, 0, 3, "1000USD"), Model.Of(tally.Items)["tea"]);
    }

    [Fact]
    public void Euros_are_not_added_to_dollars()
    {
        var tally = Tally.Of([Some.Order(1, currency: Some.Usd), Some.Order(2, currency: Some.Eur)]);

        Assert.Equal("7.00 EUR, 7.00 USD", tally.Totals.Revenue.ToString());
    }

    [Fact]
    public void A_thousand_of_the_largest_orders_do_not_overflow()
    {
        var largest = Some.Order(lines: [.. Enumerable.Repeat(new OrderLine("a", 1_000_000, 10_000_000_000), 100)]);
        var tally = Tally.Of(Enumerable.Repeat(largest, 1_000));

        Assert.Equal(Int128.Parse("1000000000000000000000", null), tally.Totals.Revenue[Some.Usd]);
    }

    private static Tally Sum(IEnumerable<OrderChange> changes)
    {
        var tally = new Tally();
        foreach (var change in changes)
        {
            tally.Add(change);
        }

        return tally;
    }
}
