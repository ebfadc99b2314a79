using Analytics.Core.Orders;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class RefundTests
{
    private static readonly OrderLine Three = new("tea", 3, 333) { DiscountMinor = 99 };

    private static readonly Gen<OrderLine[]> Lines = Gens.Line.Array[1, 6];

    [Fact]
    public void An_amount_is_paid_back_to_the_last_minor_unit_and_no_line_gives_more_than_it_has() =>
        Gen.Select(Lines, Gen.Long[0, 1_000_000]).Sample((lines, share) =>
        {
            var amount = (long)((Int128)Refund.Left(lines) * share / 1_000_000);
            var refunded = Refund.OfAmount(lines, amount);

            Assert.Equal(Refund.Left(lines) - amount, Refund.Left(refunded));
            Assert.All(lines.Zip(refunded), pair =>
            {
                Assert.InRange(pair.Second.RefundedMinor, pair.First.RefundedMinor, pair.First.PaidMinor);
                Assert.Equal(pair.First, pair.Second with { RefundedMinor = pair.First.RefundedMinor });
            });
        });

    [Fact]
    public void An_amount_is_shared_in_proportion_to_what_is_left()
    {
        OrderLine[] lines = [new("tea", 1, 300), new("mug", 1, 100), new("gift", 1, 0), new("pot", 1, 100) { RefundedMinor = 100 }];

        Assert.Equal([75, 25, 0, 100], Refund.OfAmount(lines, 100).Select(line => line.RefundedMinor));
        Assert.Equal([300, 100, 0, 100], Refund.OfAmount(lines, 400).Select(line => line.RefundedMinor));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(901)]
    public void An_amount_that_was_not_paid_is_not_paid_back(long amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Refund.OfAmount([Three], amount));

    [Fact]
    public void Units_one_by_one_pay_back_the_whole_line_and_nothing_beyond()
    {
        IReadOnlyList<OrderLine> lines = [new("tea", 3, 111) { DiscountMinor = 100 }];
        var paid = new List<long>();
        for (var time = 0; time < 3; time++)
        {
            var before = Refund.Left(lines);
            lines = Refund.OfUnits(lines, "tea", 1, restock: false)!;
            paid.Add(before - Refund.Left(lines));
        }

        Assert.Equal([78, 78, 77], paid);
        Assert.Equal(3, lines[0].Units);
        Assert.Null(Refund.OfUnits(lines, "tea", 1, restock: false));
    }

    [Fact]
    public void A_unit_that_was_paid_back_is_not_paid_back_again_in_place_of_another()
    {
        IReadOnlyList<OrderLine> lines = [new("tea", 1, 350), new("tea", 2, 300)];
        var once = Refund.OfUnits(lines, "tea", 2, restock: false)!;

        Assert.Equal([350L, 300L], once.Select(line => line.RefundedMinor));
        Assert.Equal([350L, 600L], Refund.OfUnits(once, "tea", 1, restock: false)!.Select(line => line.RefundedMinor));
        Assert.Null(Refund.OfUnits(once, "tea", 2, restock: false));
    }

    [Fact]
    public void A_unit_that_cost_nothing_is_not_paid_back_in_place_of_one_that_was_paid()
    {
        IReadOnlyList<OrderLine> lines = [new("tea", 1, 500) { DiscountMinor = 500 }, new("tea", 1, 500)];
        var once = Refund.OfUnits(lines, "tea", 1, restock: false)!;

        Assert.Equal([0L, 500L], once.Select(line => line.RefundedMinor));
        Assert.Null(Refund.OfUnits(once, "tea", 2, restock: false));
    }

    [Fact]
    public void Returned_units_count_no_longer_and_cannot_come_back_twice()
    {
        IReadOnlyList<OrderLine> lines = [new("tea", 2, 100), new("mug", 1, 900), new("tea", 2, 50)];
        var returned = Refund.OfUnits(lines, "tea", 3, restock: true)!;

        Assert.Equal([(2L, 200L), (0L, 0L), (1L, 50L)], returned.Select(line => (line.Returned, line.RefundedMinor)));
        Assert.Null(Refund.OfUnits(returned, "tea", 2, restock: true));
        Assert.Null(Refund.OfUnits(returned, "kettle", 1, restock: false));
        Assert.Equal(4, Refund.OfUnits(returned, "tea", 1, restock: true)!.Sum(line => line.Returned));
    }

    [Fact]
    public void Refunds_of_any_kind_leave_a_valid_line() =>
        Gen.Select(Gens.Line, Gen.Int[1, 60].Array[1, 5], Gen.Bool.Array[5]).Sample((line, quantities, restock) =>
        {
            IReadOnlyList<OrderLine> lines = [line];
            for (var index = 0; index < quantities.Length; index++)
            {
                lines = Refund.OfUnits(lines, line.Sku, quantities[index], restock[index]) ?? lines;
                lines = Refund.OfAmount(lines, Refund.Left(lines) / 3);
            }

            Assert.InRange(lines[0].RefundedMinor, line.RefundedMinor, line.PaidMinor);
            Assert.InRange(lines[0].Returned, line.Returned, line.Quantity);
        });
}
